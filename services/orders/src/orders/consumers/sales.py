"""What orders that end, and refunds, mean for gifts, pre-sales and invoices."""

from collections.abc import Sequence

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.orders import OrdersAdvanced, RefundDecided
from orders.domain.reference import read_reference
from orders.use_cases.end_presales import end_presales
from orders.use_cases.follow_decided_refund import follow_decided_refund
from orders.use_cases.follow_refunds_of_invoices import follow_refunds_of_invoices
from orders.use_cases.lock_told_orders import lock_told_orders
from orders.use_cases.take_back_gifts import take_back_gifts

consumers = Consumers()
ENDED = ("cancelled", "closed")
SHIPPED = "shipped"


async def lock_advanced(uow: UnitOfWork, messages: Sequence[OrdersAdvanced]) -> None:
    left = [step.order_id for message in messages for step in message.steps if step.status in (*ENDED, SHIPPED)]
    if left:
        await lock_told_orders(uow, references=left)


@consumers.on(OrdersAdvanced, name="orders.end-sales", lock=lock_advanced)
async def on_orders_advanced(uow: UnitOfWork, message: OrdersAdvanced) -> None:
    left = [found[0] for step in message.steps if step.status in (*ENDED, SHIPPED) and (found := read_reference(step.order_id)) is not None]
    ids = [found[0] for step in message.steps if step.status in ENDED and (found := read_reference(step.order_id)) is not None]
    if ids:
        await take_back_gifts(uow, ids=ids)
        await follow_refunds_of_invoices(uow, order_ids=ids)
    if left:
        # After the orders were locked, as where pre-sales are judged.
        await end_presales(uow, ids=left)


@consumers.on(RefundDecided, name="orders.follow-refund-of-invoice", one_by_one=True)
async def on_refund_decided(uow: UnitOfWork, message: RefundDecided) -> None:
    if message.decision == "pay":
        await follow_decided_refund(uow, shop_id=message.shop_id, platform_order_no=message.platform_order_no)
