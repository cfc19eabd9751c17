"""The warehouse has freed stock. When it was ours and we still want it (its doing, not ours), it is asked for anew."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.status import Reservation
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.orders import lock_orders


async def note_released(uow: UnitOfWork, *, references: Sequence[str]) -> None:
    attempts = dict(read for reference in references if (read := read_reference(reference)) is not None)
    effects = Effects()
    for order in (await lock_orders(uow, ids=list(attempts))).values():
        if attempts[order.id] != order.attempt or order.reservation not in (Reservation.RESERVED, Reservation.SHORT):
            continue
        if not order.wants_stock:
            continue
        order.reservation = Reservation.RELEASED
        order.warehouse_code = None
        effects.happened(order, Happened.STOCK_RELEASED)
        order.go_on(effects)
    await carry_out(uow, effects)
