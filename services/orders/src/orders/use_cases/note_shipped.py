"""A parcel left the warehouse: its shop is to be told (rule ORD-4)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from contracts.orders import OrderShipped, ShippedLine
from contracts.warehouse import ShipmentShipped
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.other_goods import note_other_goods
from orders.domain.reference import read_reference, reference_of
from orders.domain.status import OrderKind
from orders.domain.warehouse_facts import covered_by, note_left
from orders.store.components import lock_origins
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
    covered = covered_by(order, shipped.lines)
    if not covered and order.kind != OrderKind.REPLACEMENT:
        note_other_goods(order, shipped.lines, effects=effects)
    await carry_out(uow, effects)
    for origin, lines in await _bought_in(uow, order, covered):
        uow.publish(
            OrderShipped(
                order_id=reference_of(origin.id, 1),
                number=origin.number,
                shop_id=origin.shop_id,
                platform_order_no=origin.platform_order_no,
                shipment_number=shipped.shipment_number,
                carrier_code=shipped.carrier_code,
                tracking_number=shipped.tracking_number,
                lines=lines,
                shipped_at=shipped.shipped_at,
            )
        )


async def _bought_in(uow: UnitOfWork, order: Order, covered: dict[UUID, list[ShippedLine]]) -> list[tuple[Order, list[ShippedLine]]]:
    """Whose shop is told, and of which of its lines. None where other goods left than the order now asks for: to tell a shop that its
    goods are on their way would be wrong. Of a replacement no shop knows.
    """
    if order.kind == OrderKind.REPLACEMENT:
        return []
    if order.kind == OrderKind.ORDER:
        return [(order, covered[order.id])] if order.id in covered else []
    origins = await lock_origins(uow, [order])
    return [(origins[origin_id], lines) for origin_id, lines in sorted(covered.items()) if origin_id in origins]
