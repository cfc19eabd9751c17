from datetime import datetime
from uuid import UUID

from channels.domain.webhook import EndpointDisabled
from channels.store.webhooks import lock_endpoint, replay_since
from chassis.ids import show_id
from chassis.uow import UnitOfWork


async def replay_webhook_events(uow: UnitOfWork, *, endpoint_id: UUID, since: datetime) -> int:
    """Everything since then that this endpoint would hear of, again. Returns how many. Raises EndpointNotFound, EndpointDisabled."""
    endpoint = await lock_endpoint(uow, endpoint_id)
    if not endpoint.active:
        raise EndpointDisabled
    count = await replay_since(uow, endpoint_id=endpoint_id, since=since)
    shown = show_id("whe", endpoint_id)
    uow.audit("webhook_endpoint.replayed", noun="webhook_endpoint", noun_id=shown, after={"since": since.isoformat(), "events": count})
    uow.changed("webhook_delivery", shown)
    return count
