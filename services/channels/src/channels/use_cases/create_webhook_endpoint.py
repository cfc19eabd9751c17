import os
from collections.abc import Sequence
from dataclasses import dataclass

from channels.clients.outside import Outside
from channels.domain.webhook import SECRET_BYTES, WebhookEndpoint, must_be_within, secret_of
from channels.store.webhooks import save_endpoint
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class EndpointWish:
    """`shop_ids` None: all shops that its maker sees."""

    name: str
    url: str
    event_types: Sequence[str]
    shop_ids: Sequence[str] | None


async def create_webhook_endpoint(uow: UnitOfWork, *, wish: EndpointWish, outside: Outside) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is shown this once. Raises AddressForbidden, ShopsBeyondScope."""
    shop_ids = must_be_within(wish.shop_ids, uow.actor.shops)
    await outside.look_at(wish.url)
    secret = secret_of(os.urandom(SECRET_BYTES))
    endpoint = WebhookEndpoint(
        id=new_id(), name=wish.name, url=wish.url, event_types=sorted(set(wish.event_types)), shop_ids=shop_ids,
        secret_sealed=uow.sealer.seal({"secret": secret}), old_secret_sealed=None, old_secret_until=None, active=True, disabled_reason="",
        created_by=uow.actor.name, created_at=uow.now, updated_at=uow.now, version=1,
    )  # fmt: skip
    await save_endpoint(uow, endpoint)
    shown = show_id("whe", endpoint.id)
    uow.audit("webhook_endpoint.created", noun="webhook_endpoint", noun_id=shown, after=endpoint.facts())
    uow.changed("webhook_endpoint", shown)
    return endpoint, secret
