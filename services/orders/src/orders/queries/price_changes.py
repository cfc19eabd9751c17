"""Price changes of one order, and the policy's versions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from contracts.money import Money
from orders.domain.order import OrderNotFound
from orders.domain.price_change import DEFAULT_PRICE_PARAMETERS, PriceChangeParameters
from orders.domain.shop import shops_seen_by

RULE = "ORD-2"
EXISTS = text("""
    SELECT 1 FROM sales_order WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
""")
CHANGES = text("SELECT * FROM price_change WHERE order_id = :id ORDER BY asked_at, id LIMIT 200")
POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM price_change_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class PriceChangeOut(BaseModel):
    """`state`: made, asked (a superior decides), refused, voided (withdrawn, or the order changed) or late (it had left)."""

    state: str
    before: Money
    after: Money
    reason: str
    policy_version: int
    asked_at: datetime
    asked_by: str
    settled_at: datetime | None
    settled_by: str
    comment: str


class PriceChangesOut(BaseModel):
    data: list[PriceChangeOut]


class PricePolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: PriceChangeParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = PricePolicyOut(
    rule=RULE, version=0, effective_from=None, parameters=DEFAULT_PRICE_PARAMETERS, note="", published_at=None, published_by="Dianzhang"
)


async def find_price_changes(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> list[PriceChangeOut]:
    """Oldest first. Raises OrderNotFound."""
    if (await reader.execute(EXISTS, {"id": order_id, "shops": shops_seen_by(actor)})).first() is None:
        raise OrderNotFound
    rows = (await reader.execute(CHANGES, {"id": order_id})).mappings()
    return [
        PriceChangeOut.model_validate(
            {
                **row,
                "before": Money(amount=row["paid_before"], currency=row["currency"]),
                "after": Money(amount=row["paid_after"], currency=row["currency"]),
            }
        )
        for row in rows
    ]


async def find_price_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[PricePolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [PricePolicyOut.model_validate({**row, "rule": RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
