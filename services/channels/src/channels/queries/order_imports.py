"""Imports and what became of each order in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from channels.queries.shops import as_list

COLUMNS = """
    SELECT id, shop_id, filename, dialect, encoding, mode, row_count, counts, reasons, created_by, created_at
    FROM order_import
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:seen AS text[]) IS NULL OR shop_id = ANY(:seen))
      AND (CAST(:shop_id AS text) IS NULL OR shop_id = :shop_id)
      AND (CAST(:mode AS text) IS NULL OR mode = :mode)
      AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY created_at DESC, id DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE id = :id AND (CAST(:seen AS text[]) IS NULL OR shop_id = ANY(:seen))")
ORDERS = text("""
    SELECT place, platform_order_no, rows, outcome, order_id, number, status, hold_reasons, attention_reasons, reasons
    FROM imported_order
    WHERE import_id = :id AND place > :after
      AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
      AND (CAST(:only AS text) IS NULL OR (:only = 'held' AND cardinality(hold_reasons) > 0)
           OR (:only = 'needs_attention' AND cardinality(attention_reasons) > 0))
    ORDER BY place LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    id: UUID
    shop_id: str
    filename: str
    dialect: str
    encoding: str
    mode: str
    row_count: int
    counts: dict[str, int]
    reasons: dict[str, int]
    created_by: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ImportedOrderRow:
    place: int
    platform_order_no: str
    rows: list[int]
    outcome: str
    order_id: str | None
    number: str | None
    status: str | None
    hold_reasons: list[str]
    attention_reasons: list[str]
    reasons: list[str]


async def list_import_rows(
    reader: AsyncSession, *, seen: frozenset[str] | None, shop_id: str | None, mode: str | None,
    after: tuple[datetime, UUID] | None, limit: int,
) -> list[ImportRow]:  # fmt: skip
    at, import_id = after or (None, None)
    values = {"seen": as_list(seen), "shop_id": shop_id, "mode": mode, "at": at, "id": import_id, "limit": limit}
    return [ImportRow(**row) for row in (await reader.execute(LIST, values)).mappings()]


async def find_import_row(reader: AsyncSession, *, import_id: UUID, seen: frozenset[str] | None) -> ImportRow | None:
    row = (await reader.execute(ONE, {"id": import_id, "seen": as_list(seen)})).mappings().one_or_none()
    return None if row is None else ImportRow(**row)


async def list_imported_orders(
    reader: AsyncSession, *, import_id: UUID, outcome: str | None, only: str | None, after: int, limit: int
) -> list[ImportedOrderRow]:
    values = {"id": import_id, "outcome": outcome, "only": only, "after": after, "limit": limit}
    return [ImportedOrderRow(**row) for row in (await reader.execute(ORDERS, values)).mappings()]
