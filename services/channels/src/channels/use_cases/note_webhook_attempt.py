from datetime import timedelta
from uuid import UUID

from channels.domain.webhook import DeliveryState
from channels.store.webhooks import lock_delivery, lock_endpoint_if_there
from chassis.ids import show_id
from chassis.uow import UnitOfWork

GONE = 410


async def note_webhook_attempt(
    uow: UnitOfWork,
    *,
    endpoint_id: UUID,
    delivery_id: UUID,
    status: int | None,
    error: str,
    retry_after: timedelta | None,
    pause_factor: float,
) -> None:
    """What became of the sending. A receiver that says 410 is gone: everything waits until a person enables it."""
    shown = show_id("whe", endpoint_id)
    endpoint = await lock_endpoint_if_there(uow, endpoint_id) if status == GONE else None
    if endpoint is not None and endpoint.active:
        endpoint.enable(active=False, reason="the receiver answered 410 Gone", now=uow.now)
        uow.audit("webhook_endpoint.disabled", noun="webhook_endpoint", noun_id=shown, after=endpoint.facts())
        uow.changed("webhook_endpoint", shown)
    delivery = await lock_delivery(uow, delivery_id)
    if delivery is None or delivery.state != DeliveryState.SENDING:
        return
    delivery.note(status=status, error=error, retry_after=retry_after, pause_factor=pause_factor, now=uow.now)
    uow.changed("webhook_delivery", shown)
