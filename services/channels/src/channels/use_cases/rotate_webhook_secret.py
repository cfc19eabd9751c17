import os
from uuid import UUID

from channels.domain.webhook import SECRET_BYTES, WebhookEndpoint, secret_of
from channels.store.webhooks import lock_endpoint, save_endpoint
from chassis.ids import show_id
from chassis.uow import UnitOfWork


async def rotate_webhook_secret(uow: UnitOfWork, *, endpoint_id: UUID) -> tuple[WebhookEndpoint, str]:
    """The new secret, shown this once; the old one signs beside it for a day. Raises EndpointNotFound."""
    endpoint = await lock_endpoint(uow, endpoint_id)
    secret = secret_of(os.urandom(SECRET_BYTES))
    endpoint.rotate(uow.sealer.seal({"secret": secret}), now=uow.now)
    await save_endpoint(uow, endpoint)
    shown = show_id("whe", endpoint_id)
    uow.audit("webhook_endpoint.secret_rotated", noun="webhook_endpoint", noun_id=shown)
    uow.changed("webhook_endpoint", shown)
    return endpoint, secret
