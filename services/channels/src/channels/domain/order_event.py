"""What happened to orders, as it is told to those outside: ids and facts, no personal data."""

from dataclasses import dataclass
from datetime import datetime

from channels.domain.webhook import EventType
from contracts.orders import OrdersAdvanced, OrderShipped, OrdersPlaced

KNOWN = {event.value for event in EventType}


@dataclass(frozen=True, kw_only=True)
class OrderEvent:
    type: str
    shop_id: str
    data: dict[str, object]
    happened_at: datetime


def placed_events(message: OrdersPlaced) -> list[OrderEvent]:
    return [
        OrderEvent(
            type=EventType.PLACED,
            shop_id=order.shop_id,
            data={
                "order_id": order.order_id,
                "number": order.number,
                "platform_order_no": order.platform_order_no,
                "status": order.status,
                "hold_reasons": order.hold_reasons,
                "attention_reasons": order.attention_reasons,
            },
            happened_at=message.placed_at,
        )
        for order in message.orders
    ]


def advanced_events(message: OrdersAdvanced) -> list[OrderEvent]:
    """Steps that have no event of their own here (orders may learn new ones) are not told."""
    return [
        OrderEvent(
            type=f"order.{step.status}",
            shop_id=step.shop_id,
            data={
                "order_id": step.order_id,
                "number": step.number,
                "platform_order_no": step.platform_order_no,
                "status": step.status,
            },
            happened_at=message.happened_at,
        )
        for step in message.steps
        if f"order.{step.status}" in KNOWN
    ]


def shipped_event(message: OrderShipped) -> OrderEvent:
    return OrderEvent(
        type=EventType.SHIPPED,
        shop_id=message.shop_id,
        data={
            "order_id": message.order_id,
            "number": message.number,
            "platform_order_no": message.platform_order_no,
            "status": "shipped",
            "shipment_number": message.shipment_number,
            "carrier_code": message.carrier_code,
            "tracking_number": message.tracking_number,
            "lines": [line.model_dump(mode="json") for line in message.lines],
        },
        happened_at=message.shipped_at,
    )
