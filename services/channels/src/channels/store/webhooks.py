"""Endpoints, events and deliveries of outgoing webhooks. Lock order: endpoint, then deliveries by id."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import delete, select, text

from channels.domain.webhook import (
    KEEP_EVENTS,
    DeliveryNotFound,
    DeliveryState,
    EndpointNotFound,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from chassis.uow import UnitOfWork

_ANY_ENDPOINT = text("SELECT 1 FROM webhook_endpoint LIMIT 1")
# Only events that an endpoint asks for are kept; they wait while it is switched off. One statement for a whole envelope: this runs once for each step of each order.
_NOTE_EVENTS = text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:events AS jsonb))
            AS e(id uuid, type text, shop_id text, data jsonb, happened_at timestamptz)
    ), wanted AS (
        SELECT e.*, p.id AS endpoint_id
        FROM told e JOIN webhook_endpoint p
          ON e.type = ANY(p.event_types) AND (p.shop_ids IS NULL OR e.shop_id = ANY(p.shop_ids))
    ), kept AS (
        INSERT INTO webhook_event (id, type, shop_id, data, happened_at, created_at)
        SELECT DISTINCT ON (id) id, type, shop_id, data, happened_at, :now FROM wanted
        RETURNING id
    )
    INSERT INTO webhook_delivery (id, endpoint_id, event_id, state, attempts, next_try_at, last_error, created_at)
    SELECT gen_random_uuid(), w.endpoint_id, w.id, 'waiting', 0, :now, '', :now
    FROM wanted w JOIN kept USING (id)
    RETURNING endpoint_id
""")
_REPLAY_SINCE = text("""
    INSERT INTO webhook_delivery (id, endpoint_id, event_id, state, attempts, next_try_at, last_error, created_at)
    SELECT gen_random_uuid(), p.id, e.id, 'waiting', 0, :now, '', :now
    FROM webhook_endpoint p JOIN webhook_event e
      ON e.type = ANY(p.event_types) AND (p.shop_ids IS NULL OR e.shop_id = ANY(p.shop_ids)) AND e.created_at >= :since
    WHERE p.id = :endpoint_id
    ON CONFLICT (endpoint_id, event_id)
        DO UPDATE SET state = 'waiting', attempts = 0, next_try_at = :now WHERE webhook_delivery.state <> 'sending'
    RETURNING event_id
""")
# One look into the index for each endpoint, however much waits for a slow one, or for one that is switched off.
_DUE_ENDPOINTS = text("""
    SELECT p.id FROM webhook_endpoint p CROSS JOIN LATERAL (
        SELECT 1 FROM webhook_delivery d
        WHERE d.endpoint_id = p.id AND d.state IN ('waiting', 'failed', 'sending') AND d.next_try_at <= :now
        ORDER BY d.next_try_at LIMIT 1
    ) due
    WHERE p.active
""")


async def save_endpoint(uow: UnitOfWork, endpoint: WebhookEndpoint) -> None:
    uow.session.add(endpoint)
    await uow.session.flush()


async def lock_endpoint(uow: UnitOfWork, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises EndpointNotFound, also for an endpoint that hears of shops the actor may not see."""
    found = await lock_endpoint_if_there(uow, endpoint_id)
    shops = uow.actor.shops
    if found is None or (shops is not None and (found.shop_ids is None or not set(found.shop_ids) <= shops)):
        raise EndpointNotFound
    return found


async def remove_endpoint(uow: UnitOfWork, endpoint: WebhookEndpoint) -> None:
    await uow.session.delete(endpoint)
    await uow.session.flush()


async def note_events(uow: UnitOfWork, events: Sequence[dict[str, object]]) -> int:
    """How many deliveries wait because of them."""
    if await uow.session.scalar(_ANY_ENDPOINT) is None:
        return 0
    made = await uow.session.execute(_NOTE_EVENTS, {"events": orjson.dumps(events).decode(), "now": uow.now})
    return len(made.all())


async def find_due_endpoints(uow: UnitOfWork) -> Sequence[WebhookEndpoint]:
    """Active ones for which something is due."""
    due = (await uow.session.execute(_DUE_ENDPOINTS, {"now": uow.now})).scalars().all()
    if not due:
        return []
    return (await uow.session.scalars(select(WebhookEndpoint).where(WebhookEndpoint.id.in_(due)))).all()


async def take_due_deliveries(uow: UnitOfWork, *, endpoint_id: UUID, limit: int) -> Sequence[tuple[WebhookDelivery, WebhookEvent]]:
    """Locked, the longest due first; what another process holds is left to it."""
    open_states = (DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.SENDING)
    found = await uow.session.execute(
        select(WebhookDelivery, WebhookEvent)
        .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.endpoint_id == endpoint_id, WebhookDelivery.state.in_(open_states))
        .where(WebhookDelivery.next_try_at <= uow.now)
        .order_by(WebhookDelivery.next_try_at, WebhookDelivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    return [(row[0], row[1]) for row in found]


async def lock_endpoint_if_there(uow: UnitOfWork, endpoint_id: UUID) -> WebhookEndpoint | None:
    """For the sender, whose endpoint may have been removed meanwhile."""
    return await uow.session.scalar(select(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id).with_for_update())


async def lock_delivery(uow: UnitOfWork, delivery_id: UUID) -> WebhookDelivery | None:
    return await uow.session.scalar(select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update())


async def lock_delivery_of(uow: UnitOfWork, *, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """Raises DeliveryNotFound."""
    found = await lock_delivery(uow, delivery_id)
    if found is None or found.endpoint_id != endpoint_id:
        raise DeliveryNotFound
    return found


async def replay_since(uow: UnitOfWork, *, endpoint_id: UUID, since: datetime) -> int:
    """Every event it would have got since then waits for it again, also those from before it was made."""
    made = await uow.session.execute(_REPLAY_SINCE, {"endpoint_id": endpoint_id, "since": since, "now": uow.now})
    return len(made.all())


async def remove_old_events(uow: UnitOfWork, *, now: datetime) -> None:
    await uow.session.execute(delete(WebhookEvent).where(WebhookEvent.created_at < now - KEEP_EVENTS))
