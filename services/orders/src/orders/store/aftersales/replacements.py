"""Makes the order that sends goods for a case."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.replacement import replacement_for
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.memory import memory_behind


async def add_replacement(uow: UnitOfWork, case: Case, origin: Order) -> Order:
    [number] = await memory_behind(uow).numbers(1, now=uow.now)
    effects = Effects()
    order = replacement_for(case, origin, named=(new_id(), number), now=uow.now, by=uow.actor.name, effects=effects)
    uow.session.add(order)
    await carry_out(uow, effects)
    return order
