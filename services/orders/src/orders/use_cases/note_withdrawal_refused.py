"""Too late: the parcel that we wanted stopped has left."""

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import note_stop_refused
from orders.store.effects import carry_out
from orders.store.orders import lock_orders
from orders.store.plan_steps import go_on_with_plans
from orders.store.plans import waiting_with


async def note_withdrawal_refused(uow: UnitOfWork, *, reference: str, state: str) -> None:
    read = read_reference(reference)
    order = None if read is None else (await lock_orders(uow, ids=await waiting_with(uow, order_ids=[read[0]]))).get(read[0])
    if order is None:
        return
    effects = Effects()
    note_stop_refused(order, state=state, effects=effects)
    await carry_out(uow, effects)
    # What it was to be stopped for cannot be done: whatever waited with it goes on as it was.
    await go_on_with_plans(uow, order_ids=[order.id])
