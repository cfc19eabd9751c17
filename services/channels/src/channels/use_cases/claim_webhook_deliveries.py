from collections.abc import Mapping
from datetime import UTC
from uuid import UUID

import orjson

from channels.domain.parcel import Parcel
from channels.domain.webhook import WebhookEndpoint, WebhookEvent
from channels.store.webhooks import find_due_endpoints, take_due_deliveries
from chassis.ids import show_id
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork


async def claim_webhook_deliveries(uow: UnitOfWork, *, underway: Mapping[UUID, int], most_each: int, most: int) -> list[Parcel]:
    """Marks what is due as being sent; one whose sender died is due again when its lease is over.

    `underway` are those being sent for each endpoint: with them no endpoint has more than `most_each`, and all together not more than `most`.
    """
    parcels: list[Parcel] = []
    for endpoint in await find_due_endpoints(uow):
        room = min(most_each - underway.get(endpoint.id, 0), most - sum(underway.values()) - len(parcels))
        secrets = _secrets(uow, endpoint)
        for delivery, event in await take_due_deliveries(uow, endpoint_id=endpoint.id, limit=room) if room > 0 else ():
            delivery.claim(now=uow.now)
            parcels.append(
                Parcel(
                    delivery_id=delivery.id,
                    endpoint_id=endpoint.id,
                    url=endpoint.url,
                    message_id=show_id("msg", event.id),
                    body=_body(event),
                    secrets=secrets,
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
