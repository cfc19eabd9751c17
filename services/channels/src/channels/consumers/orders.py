"""What orders tells: shipments are told on to their shops, every step to those who asked to hear of it; who is erased is
forgotten here too.
"""

from channels.domain.order_event import advanced_events, placed_events, shipped_event
from channels.use_cases.forget_erased_orders import forget_erased_orders
from channels.use_cases.note_order_events import note_order_events
from channels.use_cases.note_refund import note_refund
from channels.use_cases.note_shipment import note_shipment
from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.orders import CustomerErased, OrdersAdvanced, OrderShipped, OrdersPlaced, RefundDecided

consumers = Consumers()
# Webhooks leave by a job of their own; that much later is no matter to them.
TOLD_WITHIN_SECONDS = 0.25


@consumers.on(OrderShipped, name="channels.note-shipped")
async def on_shipped(uow: UnitOfWork, message: OrderShipped) -> None:
    await note_shipment(uow, shipped=message)
    await note_order_events(uow, events=[shipped_event(message)])


@consumers.on(RefundDecided, name="channels.note-refund")
async def on_refund_decided(uow: UnitOfWork, message: RefundDecided) -> None:
    await note_refund(uow, decided=message)


@consumers.on(OrdersPlaced, name="channels.tell-placed", gather_seconds=TOLD_WITHIN_SECONDS)
async def on_placed(uow: UnitOfWork, message: OrdersPlaced) -> None:
    await note_order_events(uow, events=placed_events(message))


@consumers.on(OrdersAdvanced, name="channels.tell-advanced", gather_seconds=TOLD_WITHIN_SECONDS)
async def on_advanced(uow: UnitOfWork, message: OrdersAdvanced) -> None:
    await note_order_events(uow, events=advanced_events(message))


@consumers.on(CustomerErased, name="channels.forget-erased")
async def on_customer_erased(uow: UnitOfWork, message: CustomerErased) -> None:
    await forget_erased_orders(uow, orders=message.platform_orders, erasure_id=message.erasure_id)
