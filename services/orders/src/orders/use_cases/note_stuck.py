"""A parcel has stood still for too long: shown as an alert until it moves (rule ORD-4)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import note_parcel_stuck
from orders.store.effects import carry_out
from orders.store.orders import lock_orders


async def note_stuck(uow: UnitOfWork, *, reference: str, last_moved_at: datetime) -> None:
    read = read_reference(reference)
    order = None if read is None else (await lock_orders(uow, ids=[read[0]])).get(read[0])
    if order is None:
        return
    effects = Effects()
    note_parcel_stuck(order, since=last_moved_at, effects=effects)
    await carry_out(uow, effects)
