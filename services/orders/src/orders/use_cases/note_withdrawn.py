"""The warehouse has stopped a shipment and freed its stock: the order does what it was stopped for."""

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.reference import read_reference
from orders.domain.warehouse_facts import note_stopped
from orders.store.effects import carry_out
from orders.store.orders import lock_orders
from orders.store.plan_steps import go_on_with_plans
from orders.store.plans import waiting_with


async def note_withdrawn(uow: UnitOfWork, *, reference: str, stock_kept: bool) -> None:
    read = read_reference(reference)
    order = None if read is None else (await lock_orders(uow, ids=await waiting_with(uow, order_ids=[read[0]]))).get(read[0])
    if order is None or read is None or read[1] != order.attempt:
        return
    before: dict[str, object] = {"status": str(order.status), "pending": order.pending}
    effects = Effects()
    note_stopped(order, stock_kept=stock_kept, now=uow.now, effects=effects)
    if effects.touched:
        uow.audit("order.stopped", noun="order", noun_id=show_id("ord", order.id), before=before, after={"status": str(order.status)})
    await carry_out(uow, effects)
    await go_on_with_plans(uow, order_ids=[order.id])
