"""Loads and locks orders. Whoever locks several locks them in one order, here and nowhere else: what is sent for others (parts, merged
orders), by id; then what was bought, by id, also of those parts. A second set is locked only by who holds all of it already.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from orders.domain.order import Order, OrderNotFound
from orders.domain.order_facts import IN_DOUBT, IS_OPEN
from orders.domain.status import OPEN, REGROUPS, OrderStatus

IN_ORDER_OF_LOCKS = "o.kind NOT IN ('part', 'merged'), o.id"
LOCK = text(f"""
    SELECT o.id FROM sales_order o WHERE o.id IN (
        SELECT unnest(CAST(:ids AS uuid[])) UNION
        SELECT l.origin_order_id FROM sales_order p JOIN order_line l ON l.order_id = p.id
        WHERE p.id = ANY (CAST(:ids AS uuid[])) AND p.kind IN ('part', 'merged')
    ) ORDER BY {IN_ORDER_OF_LOCKS} FOR UPDATE
""")


async def lock_rows(uow: UnitOfWork, *, ids: Collection[UUID]) -> None:
    """These, and what was bought of those that are parts: they follow them (domain/origin.py). Nothing is loaded."""
    await uow.session.flush()
    await uow.session.execute(LOCK, {"ids": list(ids)})


async def lock_orders(uow: UnitOfWork, *, ids: Collection[UUID]) -> dict[UUID, Order]:
    """Those that exist, by id. For facts told by other services: no scope."""
    return await _lock(uow, ids)


async def lock_visible_orders(uow: UnitOfWork, *, ids: Collection[UUID], actor: Actor) -> dict[UUID, Order]:
    """Those that exist and that the actor may see."""
    if actor.shops is not None:
        ids = (await uow.session.scalars(select(Order.id).where(Order.id.in_(ids), Order.shop_id.in_(actor.shops)))).all()
    return await _lock(uow, ids)


async def lock_order(uow: UnitOfWork, *, order_id: UUID, actor: Actor) -> Order:
    """Raises OrderNotFound."""
    order = (await lock_visible_orders(uow, ids=[order_id], actor=actor)).get(order_id)
    if order is None:
        raise OrderNotFound
    return order


async def lock_orders_in_doubt(uow: UnitOfWork, *, limit: int, after: UUID | None) -> tuple[Sequence[Order], UUID | None]:
    """Open orders that need attention, in the order of their ids; and the id to go on after, None when there are no more."""
    query = select(Order.id).where(text(IN_DOUBT), text(IS_OPEN)).order_by(Order.id).limit(limit)
    ids = (await uow.session.scalars(query if after is None else query.where(Order.id > after))).all()
    orders = (await _lock(uow, ids)).values()
    # Not those that somebody has explained or ended while we waited for them.
    in_doubt = sorted((order for order in orders if order.attention_reasons and order.status in OPEN), key=lambda order: order.id)
    return in_doubt, ids[-1] if len(ids) == limit else None


async def lock_delivered(uow: UnitOfWork, *, before: datetime, limit: int) -> Sequence[Order]:
    """Delivered before that moment and not completed yet."""
    query = select(Order.id).where(Order.status == OrderStatus.DELIVERED, Order.delivered_at <= before).order_by(Order.id).limit(limit)
    orders = await _lock(uow, (await uow.session.scalars(query)).all())
    return [order for order in orders.values() if order.status == OrderStatus.DELIVERED]


async def _lock(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Order]:
    if not ids:
        return {}
    await lock_rows(uow, ids=ids)
    # populate_existing: in a consumer's transaction a statement of the hot path may have changed the row behind the session's back.
    query = select(Order).where(Order.id.in_(ids)).options(selectinload(Order.lines)).execution_options(populate_existing=True)
    orders = await uow.session.scalars(query.order_by(Order.kind.not_in(REGROUPS), Order.id))
    return {order.id: order for order in orders}
