from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from channels.clients.outside import Outside
from channels.domain.webhook import WebhookEndpoint
from channels.store.webhooks import lock_endpoint, save_endpoint
from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class EndpointChange:
    """None leaves a part as it is."""

    name: str | None
    url: str | None
    event_types: Sequence[str] | None
    active: bool | None


async def change_webhook_endpoint(
    uow: UnitOfWork, *, endpoint_id: UUID, expected_version: int, change: EndpointChange, outside: Outside
) -> WebhookEndpoint:
    """Raises EndpointNotFound, VersionStale, AddressForbidden."""
    if change.url is not None:
        # Names are looked up before the row is locked.
        await outside.look_at(change.url)
    endpoint = await lock_endpoint(uow, endpoint_id)
    check_version(expected=expected_version, actual=endpoint.version)
    before = endpoint.facts()
    endpoint.name = endpoint.name if change.name is None else change.name
    endpoint.url = endpoint.url if change.url is None else change.url
    endpoint.event_types = endpoint.event_types if change.event_types is None else sorted(set(change.event_types))
    if change.active is None or change.active == endpoint.active:
        endpoint.note_changed(now=uow.now)
    else:
        endpoint.enable(active=change.active, reason="disabled by a person", now=uow.now)
    await save_endpoint(uow, endpoint)
    shown = show_id("whe", endpoint_id)
    uow.audit("webhook_endpoint.changed", noun="webhook_endpoint", noun_id=shown, before=before, after=endpoint.facts())
    uow.changed("webhook_endpoint", shown)
    return endpoint
