"""Webhooks out, by the Standard Webhooks specification: who hears of what, what was delivered, and replay."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AwareDatetime, BaseModel, Field

from channels.api.fields import CountOut, DeliveryId, EndpointId, MessageId, ShopId, ShopName, Url
from channels.domain.webhook import EndpointNotFound, EventType
from channels.permissions import Permission
from channels.queries.webhooks import DeliveryRow, EndpointRow, find_endpoint_row, list_delivery_rows, list_endpoint_rows
from channels.use_cases.change_webhook_endpoint import EndpointChange, change_webhook_endpoint
from channels.use_cases.create_webhook_endpoint import EndpointWish, create_webhook_endpoint
from channels.use_cases.delete_webhook_endpoint import delete_webhook_endpoint
from channels.use_cases.replay_webhook_delivery import replay_webhook_delivery
from channels.use_cases.replay_webhook_events import replay_webhook_events
from channels.use_cases.rotate_webhook_secret import rotate_webhook_secret
from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router

router = transactional_router("/v1/webhook-endpoints", tag="webhook_endpoints")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_WEBHOOKS))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_WEBHOOKS))]
EventTypes = Annotated[list[EventType], Field(min_length=1, max_length=20)]


class EndpointIn(Body):
    """`shop_ids` null: all shops that you see. The address must be https and on the public internet."""

    name: ShopName
    url: Url
    event_types: EventTypes
    shop_ids: Annotated[list[ShopId], Field(min_length=1, max_length=500)] | None = None


class EndpointChangeIn(Body):
    """What is left out stays as it is. While `active` is false events wait (for at most 30 days); when it is true again they are sent."""

    name: ShopName | None = None
    url: Url | None = None
    event_types: EventTypes | None = None
    active: bool | None = None


class EndpointOut(BaseModel):
    """`waiting` deliveries are still to be sent. `old_secret_until`: a rotation's overlap. `version` is also the ETag."""

    id: EndpointId
    name: str
    url: str
    event_types: list[str]
    shop_ids: list[str] | None
    active: bool
    disabled_reason: str
    waiting: int
    old_secret_until: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int


class EndpointSecretOut(BaseModel):
    """`secret` is shown this once."""

    id: EndpointId
    secret: str
    version: int


class DeliveryOut(BaseModel):
    """`message_id` is the webhook-id header, the same over all tries. `last_status` null: there was no answer."""

    id: DeliveryId
    message_id: MessageId
    type: str
    shop_id: str
    happened_at: datetime
    state: str
    attempts: int
    next_try_at: datetime | None
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None


class ReplayIn(Body):
    """Everything that happened since then (events are kept for 30 days)."""

    since: AwareDatetime


# No Idempotency-Key here and for the rotation: a kept answer would keep the secret in the clear.
@router.post("", status_code=201)
async def add_webhook_endpoint(body: EndpointIn, uow: Uow, here: Here, _: MayManage) -> EndpointSecretOut:
    wish = EndpointWish(name=body.name, url=body.url, event_types=body.event_types, shop_ids=body.shop_ids)
    endpoint, secret = await create_webhook_endpoint(uow, wish=wish, outside=here.parts["outside"])
    return EndpointSecretOut(id=endpoint.id, secret=secret, version=endpoint.version)


@router.get("")
async def list_webhook_endpoints(reader: Reader, paging: Paging, actor: MayRead) -> Page[EndpointOut]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    rows = await list_endpoint_rows(reader, seen=actor.shops, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1)
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.created_at, last.id) if last else None
    return page_of([endpoint_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{endpoint_id}")
async def get_webhook_endpoint(endpoint_id: EndpointId, reader: Reader, actor: MayRead, response: Response) -> EndpointOut:
    row = await _seen(reader, endpoint_id, actor)
    show_version(response, row.version)
    return endpoint_out(row)


@router.patch("/{endpoint_id}")
async def change_one_webhook_endpoint(
    endpoint_id: EndpointId, body: EndpointChangeIn, uow: Uow, here: Here, actor: MayManage, version: ExpectedVersion, response: Response
) -> EndpointOut:
    change = EndpointChange(name=body.name, url=body.url, event_types=body.event_types, active=body.active)
    await change_webhook_endpoint(uow, endpoint_id=endpoint_id, expected_version=version, change=change, outside=here.parts["outside"])
    row = await _seen(uow.session, endpoint_id, actor)
    show_version(response, row.version)
    return endpoint_out(row)


@router.delete("/{endpoint_id}", status_code=204)
async def remove_webhook_endpoint(endpoint_id: EndpointId, uow: Uow, _: MayManage, version: ExpectedVersion) -> None:
    await delete_webhook_endpoint(uow, endpoint_id=endpoint_id, expected_version=version)


@router.post("/{endpoint_id}/rotate-secret")
async def rotate_webhook_endpoint_secret(endpoint_id: EndpointId, uow: Uow, _: MayManage) -> EndpointSecretOut:
    """For a day every message carries both signatures, so the receiver may change over when it suits."""
    endpoint, secret = await rotate_webhook_secret(uow, endpoint_id=endpoint_id)
    return EndpointSecretOut(id=endpoint.id, secret=secret, version=endpoint.version)


@router.get("/{endpoint_id}/deliveries")
async def list_webhook_deliveries(
    *,
    endpoint_id: EndpointId,
    reader: Reader,
    paging: Paging,
    actor: MayRead,
    state: Literal["waiting", "sending", "delivered", "failed", "dead"] | None = None,
) -> Page[DeliveryOut]:
    """Newest first."""
    await _seen(reader, endpoint_id, actor)
    after = paging.after(datetime, UUID)
    rows = await list_delivery_rows(
        reader, endpoint_id=endpoint_id, state=state, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1
    )
    last = rows[paging.limit - 1] if len(rows) > paging.limit else None
    cursor = make_cursor(last.created_at, last.id) if last else None
    return page_of([delivery_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("/{endpoint_id}/replay", dependencies=[ONCE])
async def replay_webhooks_since(endpoint_id: EndpointId, body: ReplayIn, uow: Uow, _: MayManage) -> CountOut:
    """Also what happened before the endpoint was made. Each message keeps its id: a receiver that has it already drops it."""
    return CountOut(count=await replay_webhook_events(uow, endpoint_id=endpoint_id, since=body.since))


@router.post("/{endpoint_id}/deliveries/{delivery_id}/replay", status_code=202)
async def replay_one_webhook(endpoint_id: EndpointId, delivery_id: DeliveryId, uow: Uow, _: MayManage) -> CountOut:
    await replay_webhook_delivery(uow, endpoint_id=endpoint_id, delivery_id=delivery_id)
    return CountOut(count=1)


async def _seen(reader: Reader, endpoint_id: UUID, actor: Actor) -> EndpointRow:
    row = await find_endpoint_row(reader, endpoint_id=endpoint_id, seen=actor.shops)
    if row is None:
        raise EndpointNotFound
    return row


def endpoint_out(row: EndpointRow) -> EndpointOut:
    return EndpointOut(
        id=row.id,
        name=row.name,
        url=row.url,
        event_types=row.event_types,
        shop_ids=row.shop_ids,
        active=row.active,
        disabled_reason=row.disabled_reason,
        waiting=row.waiting,
        old_secret_until=row.old_secret_until,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def delivery_out(row: DeliveryRow) -> DeliveryOut:
    return DeliveryOut(
        id=row.id,
        message_id=row.event_id,
        type=row.type,
        shop_id=row.shop_id,
        happened_at=row.happened_at,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at if row.state in ("waiting", "failed") else None,
        last_status=row.last_status,
        last_error=row.last_error,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )
