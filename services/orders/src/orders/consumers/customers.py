"""What changes how an order counts to its customer is counted at once; whatever else changed is found by the job's walk."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.orders import OrdersAdvanced
from orders.domain.reference import read_reference
from orders.use_cases.customers.count_orders import count_orders

consumers = Consumers()
UNDOES = ("cancelled", "closed")


@consumers.on(OrdersAdvanced, name="orders.count-to-customers")
async def on_orders_advanced(uow: UnitOfWork, message: OrdersAdvanced) -> None:
    references = [read_reference(step.order_id) for step in message.steps if step.status in UNDOES]
    ids = [found[0] for found in references if found is not None]
    if ids:
        await count_orders(uow, ids=ids)
