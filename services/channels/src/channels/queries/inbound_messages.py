"""What came in, newest first. The payload itself stays sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.shops import as_list

COLUMNS = """
    SELECT id, shop_id, way, topic, delivery_id, state, results, attempts, error, received_at, processed_at,
           payload_sealed IS NOT NULL AS has_payload
    FROM inbound_message
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:seen AS text[]) IS NULL OR shop_id = ANY(:seen))
      AND (CAST(:shop_id AS text) IS NULL OR shop_id = :shop_id)
      AND (CAST(:state AS text) IS NULL OR state = :state)
      AND (CAST(:at AS timestamptz) IS NULL OR (received_at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY received_at DESC, id DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE id = :id AND (CAST(:seen AS text[]) IS NULL OR shop_id = ANY(:seen))")


@dataclass(frozen=True, kw_only=True)
class InboundRow:
    id: UUID
    shop_id: str
    way: str
    topic: str
    delivery_id: str
    state: str
    results: list[dict[str, Any]]
    attempts: int
    error: str
    received_at: datetime
    processed_at: datetime | None
    has_payload: bool


async def list_inbound_rows(
    reader: AsyncSession, *, seen: frozenset[str] | None, shop_id: str | None, state: str | None,
    after: tuple[datetime, UUID] | None, limit: int,
) -> list[InboundRow]:  # fmt: skip
    at, message_id = after or (None, None)
    shown = {"seen": as_list(seen), "shop_id": shop_id, "state": state, "at": at, "id": message_id, "limit": limit}
    return [InboundRow(**row) for row in (await reader.execute(LIST, shown)).mappings()]


async def find_inbound_row(reader: AsyncSession, *, message_id: UUID, seen: frozenset[str] | None) -> InboundRow | None:
    row = (await reader.execute(ONE, {"id": message_id, "seen": as_list(seen)})).mappings().one_or_none()
    return None if row is None else InboundRow(**row)
