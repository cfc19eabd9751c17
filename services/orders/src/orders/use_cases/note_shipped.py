"""A parcel left the warehouse: its shop is to be told (rule ORD-4)."""

from chassis.uow import UnitOfWork
from contracts.orders import OrderShipped
from contracts.warehouse import ShipmentShipped
from orders.domain.effects import Effects
from orders.domain.reference import read_reference, reference_of
from orders.domain.warehouse_facts import covered_by, note_left
from orders.store.effects import carry_out
from orders.store.orders import lock_orders


async def note_shipped(uow: UnitOfWork, *, shipped: ShipmentShipped) -> None:
    read = read_reference(shipped.reference)
    order = None if read is None else (await lock_orders(uow, ids=[read[0]])).get(read[0])
    if order is None:
        return
    effects = Effects()
    news = note_left(
        order,
        shipment_number=shipped.shipment_number,
        carrier_code=shipped.carrier_code,
        tracking_number=shipped.tracking_number,
        at=shipped.shipped_at,
        effects=effects,
    )
    if not news:
        return
    await carry_out(uow, effects)
    lines = covered_by(order, shipped.lines)
    if not lines:
        # Other goods left than the order now asks for: to tell the shop that its goods are on their way would be wrong.
        return
    uow.publish(
        OrderShipped(
            order_id=reference_of(order.id, 1),
            number=order.number,
            shop_id=order.shop_id,
            platform_order_no=order.platform_order_no,
            shipment_number=shipped.shipment_number,
            carrier_code=shipped.carrier_code,
            tracking_number=shipped.tracking_number,
            lines=lines,
            shipped_at=shipped.shipped_at,
        )
    )
