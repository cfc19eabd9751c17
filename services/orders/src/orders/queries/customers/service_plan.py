"""What service a customer gets: for desks (whom first), after-sales (trusted refunds) and call-backs (rule CARE-4; domain.md AS-13)."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.customers.file import CustomerNotFound
from orders.domain.customers.levels import ServicePlan
from orders.domain.shop import shops_seen_by
from orders.queries.customers.levels import levels_in_force

CustomerId = Annotated[UUID, *prefixed("cus")]
OF_ORDERS = text("""
    SELECT o.order_id, f.id, f.level FROM customer_order o JOIN customer b ON b.id = o.customer_id JOIN customer f ON f.id = b.file_id
    WHERE o.order_id = ANY (CAST(:ids AS uuid[]))
""")
OF_CUSTOMER = text("SELECT f.level FROM customer b JOIN customer f ON f.id = b.file_id WHERE b.id = :id")
SEEN = text("SELECT shop_id FROM sales_order WHERE id = :id")


class ServicePlanOut(BaseModel):
    """`customer_id` is None as long as the order is not counted to a file; then the plan for everybody holds.

    `plan.trusted_refund` is in `currency`; a refund in another is not trusted.
    """

    customer_id: CustomerId | None
    level: str
    name_zh: str
    name_en: str
    currency: str
    policy_version: int
    plan: ServicePlan


async def service_plans_of_orders(reader: AsyncSession, *, order_ids: Collection[UUID], now: datetime) -> dict[UUID, ServicePlanOut]:
    """One for each order, by the policy in force."""
    found = {row.order_id: row for row in (await reader.execute(OF_ORDERS, {"ids": list(order_ids)})).all()}
    version, parameters = await levels_in_force(reader, now=now)
    plans: dict[UUID, ServicePlanOut] = {}
    for order_id in order_ids:
        row = found.get(order_id)
        level = parameters.level("" if row is None else row.level)
        plans[order_id] = ServicePlanOut(
            customer_id=None if row is None else row.id,
            level=level.code,
            name_zh=level.name_zh,
            name_en=level.name_en,
            currency=parameters.currency,
            policy_version=version,
            plan=level.plan,
        )
    return plans


async def service_plan_of(
    reader: AsyncSession, *, now: datetime, order_id: UUID | None = None, customer_id: UUID | None = None
) -> ServicePlanOut:
    """Of an order's customer, or of a customer. Raises CustomerNotFound."""
    if order_id is not None:
        return (await service_plans_of_orders(reader, order_ids=[order_id], now=now))[order_id]
    code = await reader.scalar(OF_CUSTOMER, {"id": customer_id})
    if code is None:
        raise CustomerNotFound
    version, parameters = await levels_in_force(reader, now=now)
    level = parameters.level(code)
    return ServicePlanOut(
        customer_id=customer_id,
        level=level.code,
        name_zh=level.name_zh,
        name_en=level.name_en,
        currency=parameters.currency,
        policy_version=version,
        plan=level.plan,
    )


async def find_plan_of_order(reader: AsyncSession, *, order_id: UUID, actor: Actor, now: datetime) -> ServicePlanOut:
    """For who may see the order. Raises CustomerNotFound."""
    shop = await reader.scalar(SEEN, {"id": order_id})
    shops = shops_seen_by(actor)
    if shop is None or (shops is not None and shop not in shops):
        raise CustomerNotFound
    return await service_plan_of(reader, now=now, order_id=order_id)
