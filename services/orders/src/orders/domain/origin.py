"""What a buyer bought follows what is sent for it: shipped when all of it has left, delivered when all has arrived (docs/adr/0018)."""

from collections.abc import Sequence

from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.status import REGROUPED, OrderStatus
from orders.domain.timeline import Happened

ARRIVED = frozenset({OrderStatus.DELIVERED, OrderStatus.COMPLETED})
LEFT = frozenset({OrderStatus.SHIPPED}) | ARRIVED


def follow(origin: Order, parts: Sequence[Order], *, just_left: Sequence[Order], effects: Effects) -> None:
    """`parts` are all that still stand for the origin, `just_left` those of them that left now."""
    for part in just_left:
        if origin.tracking_number is None:
            origin.shipment_number, origin.warehouse_code = part.shipment_number, part.warehouse_code
            origin.carrier_code, origin.tracking_number = part.carrier_code, part.tracking_number
        effects.happened(
            origin,
            Happened.PARCEL_LEFT,
            at=part.shipped_at,
            parcel=part.number,
            carrier=part.carrier_code,
            tracking_number=part.tracking_number,
        )
    if not parts:
        return
    if origin.status in REGROUPED and all(part.status in LEFT for part in parts):
        origin.shipped_at = max(part.shipped_at for part in parts if part.shipped_at is not None)
        origin.become(OrderStatus.SHIPPED, effects)
        effects.happened(origin, Happened.SHIPPED, at=origin.shipped_at, parcels=len(parts))
    if origin.status == OrderStatus.SHIPPED and all(part.status in ARRIVED for part in parts):
        origin.delivered_at = max((part.delivered_at for part in parts if part.delivered_at is not None), default=origin.shipped_at)
        origin.become(OrderStatus.DELIVERED, effects)
        effects.happened(origin, Happened.DELIVERED, at=origin.delivered_at)
