from uuid import UUID

from channels.domain.webhook import EndpointDisabled, WebhookDelivery
from channels.store.webhooks import lock_delivery_of, lock_endpoint
from chassis.ids import show_id
from chassis.uow import UnitOfWork


async def replay_webhook_delivery(uow: UnitOfWork, *, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """The same message with the same webhook-id again, now. Raises EndpointNotFound, DeliveryNotFound, EndpointDisabled."""
    endpoint = await lock_endpoint(uow, endpoint_id)
    delivery = await lock_delivery_of(uow, endpoint_id=endpoint_id, delivery_id=delivery_id)
    if not endpoint.active:
        raise EndpointDisabled
    delivery.wait_again(now=uow.now)
    uow.audit("webhook_delivery.replayed", noun="webhook_delivery", noun_id=show_id("whd", delivery_id))
    uow.changed("webhook_delivery", show_id("whe", endpoint_id))
    return delivery
