"""A carrier's news about a parcel (rule ORD-4)."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ParcelTracked
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import note_parcel_moved
from orders.store.effects import carry_out
from orders.store.orders import lock_orders


async def note_parcel(uow: UnitOfWork, *, news: ParcelTracked) -> None:
    read = read_reference(news.reference)
    order = None if read is None else (await lock_orders(uow, ids=[read[0]])).get(read[0])
    if order is None:
        return
    effects = Effects()
    note_parcel_moved(order, state=news.state, text=news.text, at=news.happened_at, effects=effects)
    await carry_out(uow, effects)
