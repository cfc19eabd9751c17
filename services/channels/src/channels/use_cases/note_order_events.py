from collections.abc import Sequence

from channels.domain.order_event import OrderEvent
from channels.store.webhooks import note_events
from chassis.ids import new_id
from chassis.uow import UnitOfWork


async def note_order_events(uow: UnitOfWork, *, events: Sequence[OrderEvent]) -> None:
    """Those who want to hear of it will; what nobody wants is not kept."""
    rows: list[dict[str, object]] = [
        {
            "id": str(new_id()),
            "type": event.type,
            "shop_id": event.shop_id,
            "data": event.data,
            "happened_at": event.happened_at.isoformat(),
        }
        for event in events
    ]
    if rows and await note_events(uow, rows):
        uow.changed("webhook_delivery", "new")
