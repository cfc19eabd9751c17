"""Webhook endpoints and their deliveries. Secrets are shown by the routes that make them, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.shops import as_list

COLUMNS = """
    SELECT e.id, e.name, e.url, e.event_types, e.shop_ids, e.active, e.disabled_reason, e.old_secret_until, e.created_by, e.created_at,
           e.updated_at, e.version,
           (SELECT count(*) FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state IN ('waiting', 'failed', 'sending')) AS waiting
    FROM webhook_endpoint e
"""
SEEN = "(CAST(:seen AS text[]) IS NULL OR (e.shop_ids IS NOT NULL AND e.shop_ids <@ CAST(:seen AS text[])))"
LIST = text(f"""
    {COLUMNS} WHERE {SEEN} AND (CAST(:at AS timestamptz) IS NULL OR (e.created_at, e.id) < (:at, CAST(:id AS uuid)))
    ORDER BY e.created_at DESC, e.id DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE e.id = :id AND {SEEN}")
DELIVERIES = text("""
    SELECT d.id, d.event_id, v.type, v.shop_id, v.happened_at, d.state, d.attempts, d.next_try_at, d.last_status, d.last_error, d.created_at,
           d.delivered_at
    FROM webhook_delivery d JOIN webhook_event v ON v.id = d.event_id
    WHERE d.endpoint_id = :endpoint_id AND (CAST(:state AS text) IS NULL OR d.state = :state)
      AND (CAST(:at AS timestamptz) IS NULL OR (d.created_at, d.id) < (:at, CAST(:id AS uuid)))
    ORDER BY d.created_at DESC, d.id DESC LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class EndpointRow:
    id: UUID
    name: str
    url: str
    event_types: list[str]
    shop_ids: list[str] | None
    active: bool
    disabled_reason: str
    old_secret_until: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    id: UUID
    event_id: UUID
    type: str
    shop_id: str
    happened_at: datetime
    state: str
    attempts: int
    next_try_at: datetime
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None


async def list_endpoint_rows(
    reader: AsyncSession, *, seen: frozenset[str] | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[EndpointRow]:
    at, endpoint_id = after or (None, None)
    rows = await reader.execute(LIST, {"seen": as_list(seen), "at": at, "id": endpoint_id, "limit": limit})
    return [EndpointRow(**row) for row in rows.mappings()]


async def find_endpoint_row(reader: AsyncSession, *, endpoint_id: UUID, seen: frozenset[str] | None) -> EndpointRow | None:
    row = (await reader.execute(ONE, {"id": endpoint_id, "seen": as_list(seen)})).mappings().one_or_none()
    return None if row is None else EndpointRow(**row)


async def list_delivery_rows(
    reader: AsyncSession, *, endpoint_id: UUID, state: str | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[DeliveryRow]:
    at, delivery_id = after or (None, None)
    values = {"endpoint_id": endpoint_id, "state": state, "at": at, "id": delivery_id, "limit": limit}
    return [DeliveryRow(**row) for row in (await reader.execute(DELIVERIES, values)).mappings()]
