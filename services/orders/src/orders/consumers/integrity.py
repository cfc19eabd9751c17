"""What orders themselves, the warehouse and the catalog tell about orders that may be fake. All of it after the commit of intake."""

from chassis.consumers import Consumers
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged
from contracts.orders import CustomerErased, OrdersAdjusted, OrdersPlaced, ReceiversChanged, ReviewsReceived
from contracts.warehouse import ShipmentShipped
from orders.use_cases.integrity.forget_marks import forget_marks
from orders.use_cases.integrity.note_parcel_weight import note_parcel_weight
from orders.use_cases.integrity.note_placed import note_placed
from orders.use_cases.integrity.note_praise import note_praise
from orders.use_cases.integrity.note_receivers import note_receivers
from orders.use_cases.integrity.note_weights import note_weights

consumers = Consumers()
READDRESSED = "readdressed"


@consumers.on(OrdersPlaced, name="orders.mark-placed", gather_seconds=0.2)
async def on_orders_placed(uow: UnitOfWork, message: OrdersPlaced) -> None:
    await note_placed(uow, placed=message.orders)


@consumers.on(ReceiversChanged, name="orders.mark-receivers")
async def on_receivers_changed(uow: UnitOfWork, message: ReceiversChanged) -> None:
    await note_receivers(uow, order_ids=message.orders)


@consumers.on(OrdersAdjusted, name="orders.mark-readdressed")
async def on_orders_adjusted(uow: UnitOfWork, message: OrdersAdjusted) -> None:
    if message.verb == READDRESSED:
        await note_receivers(uow, order_ids=[order.order_id for order in message.orders])


@consumers.on(ShipmentShipped, name="orders.note-parcel-weight")
async def on_shipment_shipped(uow: UnitOfWork, message: ShipmentShipped) -> None:
    await note_parcel_weight(uow, reference=message.reference, weight_g=message.weight_g, lines=message.lines)


@consumers.on(SkusChanged, name="orders.note-weights")
async def on_skus_changed(uow: UnitOfWork, message: SkusChanged) -> None:
    await note_weights(uow, skus=message.skus)


@consumers.on(ReviewsReceived, name="orders.note-praise")
async def on_reviews_received(uow: UnitOfWork, message: ReviewsReceived) -> None:
    await note_praise(uow, reviews=message.reviews)


@consumers.on(CustomerErased, name="orders.forget-marks")
async def on_customer_erased(uow: UnitOfWork, message: CustomerErased) -> None:
    await forget_marks(uow, orders=message.orders)
