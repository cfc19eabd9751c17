"""Notices to shops as a person watches them, and which shops have any that are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.shops import as_list

LIST = text("""
    SELECT w.id, w.kind, w.refund ->> 'decision' AS decision, w.refund ->> 'amount' AS amount, w.refund ->> 'currency' AS currency, w.shop_id, s.name AS shop_name, w.order_id, w.order_number, w.platform_order_no, w.shipment_number, w.carrier_code,
           w.tracking_number, w.state, w.attempts, w.next_try_at, w.last_code, w.last_detail, w.shipped_at, w.created_at, w.told_at
    FROM write_back w LEFT JOIN shop s ON s.id = w.shop_id
    WHERE (CAST(:seen AS text[]) IS NULL OR w.shop_id = ANY(:seen))
      AND (CAST(:shop_id AS text) IS NULL OR w.shop_id = :shop_id)
      AND (CAST(:state AS text) IS NULL OR w.state = :state)
      AND (CAST(:kind AS text) IS NULL OR w.kind = :kind)
      AND (CAST(:order_number AS text) IS NULL OR w.order_number = :order_number)
      AND (CAST(:at AS timestamptz) IS NULL OR (w.created_at, w.id) < (:at, CAST(:id AS uuid)))
    ORDER BY w.created_at DESC, w.id DESC LIMIT :limit
""")
DUE_SHOPS = text("""
    SELECT shop_id FROM write_back
    WHERE state IN ('pending', 'failed', 'telling') AND next_try_at <= :now
    GROUP BY shop_id ORDER BY min(next_try_at) LIMIT 500
""")


@dataclass(frozen=True, kw_only=True)
class WriteBackRow:
    id: UUID
    kind: str
    decision: str | None
    amount: str | None
    currency: str | None
    shop_id: str
    shop_name: str | None
    order_id: str
    order_number: str
    platform_order_no: str
    shipment_number: str
    carrier_code: str
    tracking_number: str
    state: str
    attempts: int
    next_try_at: datetime
    last_code: str
    last_detail: str
    shipped_at: datetime
    created_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WriteBackFilter:
    seen: frozenset[str] | None
    shop_id: str | None
    state: str | None
    order_number: str | None
    kind: str | None


async def list_write_back_rows(
    reader: AsyncSession, *, shown: WriteBackFilter, after: tuple[datetime, UUID] | None, limit: int
) -> list[WriteBackRow]:
    at, write_back_id = after or (None, None)
    values = {
        "seen": as_list(shown.seen), "shop_id": shown.shop_id, "state": shown.state, "order_number": shown.order_number, "kind": shown.kind,
        "at": at, "id": write_back_id, "limit": limit,
    }  # fmt: skip
    return [WriteBackRow(**row) for row in (await reader.execute(LIST, values)).mappings()]


async def list_due_shops(reader: AsyncSession, *, now: datetime) -> Sequence[str]:
    """The longest due first: where there are more than there are tellers, each shop gets its turn."""
    return (await reader.execute(DUE_SHOPS, {"now": now})).scalars().all()
