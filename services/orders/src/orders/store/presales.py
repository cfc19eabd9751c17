"""Pre-sales, the orders of them, and what is looked at again when (rule ORD-2)."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select, text, tuple_

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.order_facts import PRESALES_TO_JUDGE
from orders.domain.presale import OVER, Presale, PresaleLine, PresaleNotFound, PresaleOrder, PresaleOrderNotFound, PresaleTold
from orders.domain.presale_order import OfLine, hold_for_presale, holds_now, next_moment, presale_lines, set_terms, state_now
from orders.domain.status import OPEN, OrderKind
from orders.store.components import lock_component

TO_JUDGE = text(f"SELECT id, kind FROM sales_order WHERE {PRESALES_TO_JUDGE} ORDER BY id LIMIT :most")
DUE = text("SELECT order_id FROM presale_order WHERE next_look_at <= :now ORDER BY next_look_at LIMIT :most")
LOOK_AT_ALL_OF = text("""
    UPDATE presale_order SET next_look_at = :now WHERE order_id IN (
        SELECT order_id FROM presale_order WHERE order_id IN (SELECT order_id FROM presale_line WHERE presale_id = :presale_id)
            AND state IN ('awaiting_deposit', 'deposit_paid', 'balance_due', 'overdue', 'balance_paid')
        ORDER BY order_id FOR UPDATE
    )
""")
HAS_ORDERS = text("SELECT EXISTS (SELECT FROM presale_line WHERE presale_id = :presale_id)")
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('presale', 0))")


async def orders_to_judge(uow: UnitOfWork, *, limit: int) -> list[UUID]:
    """New or told anew, and those whose moment has come."""
    new = (await uow.session.execute(TO_JUDGE, {"most": limit})).all()
    due = (await uow.session.scalars(DUE, {"now": uow.now, "most": limit})).all()
    return list(dict.fromkeys([*(row.id for row in new), *due]))[:limit]


async def judge_orders(uow: UnitOfWork, *, ids: Collection[UUID], effects: Effects) -> None:
    """Whole components: a part that sends nothing of a pre-sale does not wait for it."""
    component = await lock_component(uow, ids=ids)
    origins = list(component.origins)
    presales = await _presales_of(uow, origins)
    rows = await _rows(uow, [origin.id for origin in origins])
    stages = await uow.session.scalars(select(PresaleTold).where(PresaleTold.order_id.in_([origin.id for origin in origins])))
    told = {row.order_id: row.stage for row in stages}
    on_presale: dict[tuple[UUID, int], PresaleOrder] = {}
    for origin in origins:
        row = rows.get(origin.id)
        if row is not None and row.state in OVER:
            row.next_look_at = None
            continue
        lines = presale_lines(origin, presales) if origin.kind == OrderKind.ORDER else []
        if not lines:
            await _forget(uow, origin, row, effects)
            continue
        row = row or _begin(uow, origin)
        await _judge(uow, origin, row, lines, told=told.get(origin.id), effects=effects)
        on_presale.update({(origin.id, one.line_no): row for one in lines})
    for part in component.parts:
        if part.status in OPEN:
            _judge_part(uow, part, on_presale, effects)


def _begin(uow: UnitOfWork, origin: Order) -> PresaleOrder:
    row = PresaleOrder(
        order_id=origin.id, shop_id=origin.shop_id, currency=origin.currency, noted_by="", noted_reference="", state="", version=0
    )
    uow.session.add(row)
    return row


async def _judge(uow: UnitOfWork, origin: Order, row: PresaleOrder, lines: Sequence[OfLine], *, told: str | None, effects: Effects) -> None:
    before, promised = row.state, row.ships_until
    with uow.session.no_autoflush:
        set_terms(row, origin, lines)
        row.state = state_now(row, origin, told=told, now=uow.now)
        row.next_look_at = next_moment(row, now=uow.now)
        row.version += 1
    # What the shop itself has promised stays.
    if origin.ship_by is None or origin.ship_by == promised:
        origin.ship_by = row.ships_until
    await uow.session.flush()
    await _write_lines(uow, origin.id, [(one.line_no, one.presale.id, one.quantity) for one in lines])
    if row.state != before:
        uow.changed("presale")
    if origin.status in OPEN:
        hold_for_presale(origin, holds_now(row, now=uow.now), row=row, effects=effects)


def _judge_part(uow: UnitOfWork, part: Order, on_presale: Mapping[tuple[UUID, int], PresaleOrder], effects: Effects) -> None:
    of = [on_presale.get((line.origin_order_id, line.origin_line_no or 0)) for line in part.lines if line.origin_order_id is not None]
    wanted = [hold for row in of if row is not None for hold in holds_now(row, now=uow.now)]
    hold_for_presale(part, list(dict.fromkeys(wanted)), row=None, effects=effects)


async def _forget(uow: UnitOfWork, origin: Order, row: PresaleOrder | None, effects: Effects) -> None:
    """Nothing of it is on pre-sale (any more)."""
    if row is not None:
        await uow.session.execute(delete(PresaleLine).where(PresaleLine.order_id == origin.id))
        await uow.session.delete(row)
    if origin.status in OPEN:
        hold_for_presale(origin, [], row=None, effects=effects)


async def _presales_of(uow: UnitOfWork, origins: Sequence[Order]) -> Sequence[Presale]:
    keys = {(origin.shop_id, line.sku) for origin in origins for line in origin.lines if line.sku is not None}
    query = select(Presale).where(tuple_(Presale.shop_id, Presale.sku).in_(keys)).order_by(Presale.starts_at.desc(), Presale.id)
    return (await uow.session.scalars(query)).all() if keys else []


async def _rows(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, PresaleOrder]:
    query = select(PresaleOrder).where(PresaleOrder.order_id.in_(ids)).order_by(PresaleOrder.order_id).with_for_update()
    return {row.order_id: row for row in await uow.session.scalars(query.execution_options(populate_existing=True))}


async def _write_lines(uow: UnitOfWork, order_id: UUID, lines: Sequence[tuple[int, UUID, int]]) -> None:
    there = {line.line_no: line for line in await uow.session.scalars(select(PresaleLine).where(PresaleLine.order_id == order_id))}
    for line_no, presale_id, quantity in lines:
        line = there.pop(line_no, None)
        if line is None:
            uow.session.add(PresaleLine(order_id=order_id, line_no=line_no, presale_id=presale_id, quantity=quantity))
        else:
            line.presale_id, line.quantity = presale_id, quantity
    for gone in there.values():
        await uow.session.delete(gone)
    await uow.session.flush()


async def look_at_all_orders_of(uow: UnitOfWork, *, presale_id: UUID) -> None:
    await uow.session.execute(LOOK_AT_ALL_OF, {"presale_id": presale_id, "now": uow.now})


async def lock_presale(uow: UnitOfWork, *, presale_id: UUID) -> Presale:
    """Raises PresaleNotFound; also for one of a shop that the actor may not see."""
    query = select(Presale).where(Presale.id == presale_id).with_for_update().execution_options(populate_existing=True)
    presale = await uow.session.scalar(query)
    if presale is None or not uow.actor.sees_shop(presale.shop_id):
        raise PresaleNotFound
    return presale


async def overlapping(uow: UnitOfWork, presale: Presale) -> Presale | None:
    """Another of the same goods and shop in the period. Nobody else adds one until this transaction ends."""
    await uow.session.execute(LOCK)
    query = select(Presale).where(
        Presale.shop_id == presale.shop_id,
        Presale.sku == presale.sku,
        Presale.id != presale.id,
        Presale.starts_at < presale.ends_at,
        Presale.ends_at > presale.starts_at,
    )
    return await uow.session.scalar(query.limit(1))


async def has_orders(uow: UnitOfWork, *, presale_id: UUID) -> bool:
    return bool(await uow.session.scalar(HAS_ORDERS, {"presale_id": presale_id}))


async def lock_presale_order(uow: UnitOfWork, *, order_id: UUID) -> PresaleOrder:
    """The order is locked. Raises PresaleOrderNotFound."""
    row = (await _rows(uow, [order_id])).get(order_id)
    if row is None:
        raise PresaleOrderNotFound
    return row


async def presale_orders_of(uow: UnitOfWork, *, order_ids: Sequence[UUID]) -> dict[UUID, PresaleOrder]:
    """The orders are locked."""
    return await _rows(uow, order_ids)
