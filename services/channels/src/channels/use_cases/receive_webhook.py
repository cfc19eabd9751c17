import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.domain.inbound_message import InboundMessage, InboundState, SignatureWrong, WebhookStale
from channels.domain.payloads import sealed_payload
from channels.domain.shop import Shop
from channels.domain.signatures import is_webhook_signed
from channels.store.inbound_messages import keep_once
from channels.store.shops import find_shop
from chassis.ids import new_id
from chassis.uow import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A webhook as it came. `delivery_id` "" when the sender gave none; `triggered_at` None when it does not say."""

    platform: str
    shop_id: str
    topic: str
    delivery_id: str
    signature: str
    triggered_at: datetime | None
    body: bytes


async def receive_webhook(uow: UnitOfWork, *, delivery: Delivery, window: timedelta, real_now: datetime) -> bool:
    """Keeps it, once; it is understood later. False when it was kept before. Raises SignatureWrong, WebhookStale.

    `real_now` is real time: the sender does not follow our business clock.
    """
    shop = await find_shop(uow, delivery.shop_id)
    secret = _secret(uow, shop, delivery.platform)
    if shop is None or not is_webhook_signed(delivery.body, secret, delivery.signature):
        raise SignatureWrong
    if delivery.triggered_at is not None and abs(real_now - delivery.triggered_at) > window:
        raise WebhookStale
    digest = hashlib.sha256(delivery.body).hexdigest()
    kept = await keep_once(
        uow,
        InboundMessage(
            id=new_id(), shop_id=shop.id, way="webhook", topic=delivery.topic, delivery_id=delivery.delivery_id or f"body:{digest}",
            digest=digest, payload_sealed=sealed_payload(uow.sealer.seal, delivery.body), state=InboundState.WAITING, results=[],
            attempts=0, next_try_at=uow.now, error="", received_at=uow.now, processed_at=None,
        ),
    )  # fmt: skip
    if kept:
        uow.changed("inbound_message", shop.id)
    return kept


def _secret(uow: UnitOfWork, shop: Shop | None, platform: str) -> str:
    """ "" verifies nothing, so an unknown shop, another platform's shop and one without a secret all look alike."""
    if shop is None or shop.platform != platform:
        return ""
    return shop.credentials(uow.sealer.open).get("webhook_secret", "")
