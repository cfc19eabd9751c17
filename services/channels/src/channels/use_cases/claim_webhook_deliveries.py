from datetime import UTC

import orjson

from channels.domain.parcel import Parcel
from channels.domain.webhook import WebhookEndpoint, WebhookEvent
from channels.store.webhooks import take_due_deliveries
from chassis.ids import show_id
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork


async def claim_webhook_deliveries(uow: UnitOfWork, *, limit: int) -> list[Parcel]:
    """Marks what is due as being sent; one whose sender died is due again when its lease is over."""
    parcels: list[Parcel] = []
    for delivery, endpoint, event in await take_due_deliveries(uow, limit=limit):
        delivery.claim(now=uow.now)
        parcels.append(
            Parcel(
                delivery_id=delivery.id,
                endpoint_id=endpoint.id,
                url=endpoint.url,
                message_id=show_id("msg", event.id),
                body=_body(event),
                secrets=_secrets(uow, endpoint),
            )
        )
    return parcels


def _body(event: WebhookEvent) -> bytes:
    timestamp = event.happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"type": event.type, "timestamp": timestamp, "data": {"shop_id": event.shop_id, **event.data}})


def _secrets(uow: UnitOfWork, endpoint: WebhookEndpoint) -> list[str]:
    try:
        return [uow.sealer.open(sealed)["secret"] for sealed in endpoint.secrets_sealed(now=uow.now)]
    except SealBroken:
        return []
