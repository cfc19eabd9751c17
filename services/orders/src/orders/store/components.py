"""What hangs together by splitting and merging: buyers' orders, and what is sent for them. Locked at once (see store/orders.py)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from chassis.uow import UnitOfWork
from orders.domain.order import Order
from orders.domain.status import REGROUPED, REGROUPS, OrderStatus
from orders.store.orders import lock_orders, lock_rows

FIND = text("""
    WITH RECURSIVE c(id) AS (
        SELECT unnest(CAST(:ids AS uuid[]))
        UNION
        SELECT n.id FROM c CROSS JOIN LATERAL (
            SELECT l.order_id AS id FROM order_line l JOIN sales_order r ON r.id = l.order_id
            WHERE l.origin_order_id = c.id AND r.kind IN ('part', 'merged') AND r.status NOT IN ('closed', 'cancelled')
            UNION ALL
            SELECT l.origin_order_id FROM order_line l JOIN sales_order r ON r.id = l.order_id
            WHERE l.order_id = c.id AND l.origin_order_id IS NOT NULL AND r.kind IN ('part', 'merged')
                AND r.status NOT IN ('closed', 'cancelled')
        ) n
    )
    SELECT id FROM c
""")
PARTS = text("""
    SELECT DISTINCT l.origin_order_id, l.order_id FROM order_line l JOIN sales_order r ON r.id = l.order_id
    WHERE l.origin_order_id = ANY(CAST(:ids AS uuid[])) AND r.kind IN ('part', 'merged') AND r.status NOT IN ('closed', 'cancelled')
""")


@dataclass(frozen=True, kw_only=True)
class Component:
    origins: Sequence[Order]
    parts: Sequence[Order]


async def lock_component(uow: UnitOfWork, *, ids: Collection[UUID]) -> Component:
    """All that hangs together with these orders, locked. What hung together with them before and was closed does not belong to it."""
    orders = (await lock_orders(uow, ids=await _hanging_together(uow, ids))).values()
    parts = [order for order in orders if order.kind in REGROUPS]
    live = [part for part in parts if part.status not in (OrderStatus.CLOSED, OrderStatus.CANCELLED)]
    return Component(origins=[order for order in orders if order.kind not in REGROUPS], parts=live)


async def lock_rows_with_parts(uow: UnitOfWork, *, ids: Collection[UUID]) -> Sequence[UUID]:
    """These and all that hangs together with them, not loaded: for whoever goes on to lock them piece by piece. Gives those that are split
    or merged, and that the actor may see.
    """
    regrouped = await regrouped_among(uow, ids=ids)
    if regrouped:
        await lock_rows(uow, ids={*ids, *await _hanging_together(uow, regrouped)})
    return regrouped


async def _hanging_together(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[UUID]:
    await uow.session.flush()
    return (await uow.session.scalars(FIND, {"ids": list(ids)})).all()


async def lock_origins(uow: UnitOfWork, parts: Sequence[Order]) -> dict[UUID, Order]:
    """What was bought of which these send something; the parts are locked already."""
    ids = {line.origin_order_id for part in parts for line in part.lines if line.origin_order_id is not None}
    return await lock_orders(uow, ids=ids)


async def parts_of(uow: UnitOfWork, *, origin_ids: Collection[UUID]) -> dict[UUID, list[Order]]:
    """Everything that is still sent for each of them, as it is now; not locked."""
    rows = (await uow.session.execute(PARTS, {"ids": list(origin_ids)})).all()
    query = select(Order).where(Order.id.in_({row.order_id for row in rows}), Order.kind.in_(REGROUPS)).options(selectinload(Order.lines))
    found = {order.id: order for order in await uow.session.scalars(query.execution_options(populate_existing=True))}
    parts: dict[UUID, list[Order]] = {origin_id: [] for origin_id in origin_ids}
    for row in sorted(rows, key=lambda row: row.order_id):
        parts[row.origin_order_id].append(found[row.order_id])
    return parts


async def regrouped_among(uow: UnitOfWork, *, ids: Collection[UUID]) -> Sequence[UUID]:
    """Those that are split or merged, and that the actor may see; not locked."""
    query = select(Order.id).where(Order.id.in_(ids), Order.status.in_(REGROUPED)).order_by(Order.id)
    if uow.actor.shops is not None:
        query = query.where(Order.shop_id.in_(uow.actor.shops))
    return (await uow.session.scalars(query)).all()
