from uuid import UUID

from channels.store.webhooks import lock_endpoint, remove_endpoint
from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork


async def delete_webhook_endpoint(uow: UnitOfWork, *, endpoint_id: UUID, expected_version: int) -> None:
    """With its deliveries; the audit trail keeps that it was. Raises EndpointNotFound, VersionStale."""
    endpoint = await lock_endpoint(uow, endpoint_id)
    check_version(expected=expected_version, actual=endpoint.version)
    shown = show_id("whe", endpoint_id)
    uow.audit("webhook_endpoint.deleted", noun="webhook_endpoint", noun_id=shown, before=endpoint.facts())
    await remove_endpoint(uow, endpoint)
    uow.changed("webhook_endpoint", shown)
