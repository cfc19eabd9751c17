"""What lies in which bin, and which lots there are (rules WMS-3, WMS-6, WMS-12)."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CARDS = text("""
    SELECT w.code AS warehouse, b.code AS bin, b.kind AS bin_kind, b.zone, c.sku, coalesce(k.name_zh, '') AS name_zh,
           coalesce(k.name_en, '') AS name_en, k.barcode, c.lot, l.expires_on, c.state, c.quantity, c.promised, c.since
    FROM bin_card c
    JOIN bin b ON b.id = c.bin_id
    JOIN warehouse w ON w.id = c.warehouse_id
    LEFT JOIN sku k ON k.sku = c.sku
    LEFT JOIN lot l ON l.sku = c.sku AND l.code = c.lot
    WHERE c.quantity > 0 AND (CAST(:sku AS text) IS NULL OR c.sku = :sku) AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (CAST(:bin AS text) IS NULL OR b.code = :bin) AND (CAST(:state AS text) IS NULL OR c.state = :state)
      AND (CAST(:after_sku AS text) IS NULL OR (c.sku, w.code, b.code, c.lot, c.state) > (:after_sku, :after_warehouse, :after_bin, :after_lot, :after_state))
    ORDER BY c.sku, w.code, b.code, c.lot, c.state LIMIT :limit
""")
LOTS = text("""
    SELECT l.sku, l.code, l.produced_on, l.expires_on,
           (SELECT coalesce(sum(c.quantity), 0)::bigint FROM bin_card c WHERE c.sku = l.sku AND c.lot = l.code) AS pieces
    FROM lot l
    WHERE (CAST(:sku AS text) IS NULL OR l.sku = :sku) AND (CAST(:until AS date) IS NULL OR l.expires_on <= :until)
      AND (CAST(:after_sku AS text) IS NULL OR (l.sku, l.code) > (:after_sku, :after_code))
    ORDER BY l.sku, l.code LIMIT :limit
""")
CardPosition = tuple[str, str, str, str, str]


class BinCardRow(BaseModel):
    """`promised` is what of it pick lists fetch or have fetched. `since` is when its oldest piece came in."""

    warehouse: str
    bin: str
    bin_kind: str
    zone: str
    sku: str
    name_zh: str
    name_en: str
    barcode: str | None
    lot: str
    expires_on: date | None
    state: str
    quantity: int
    promised: int
    since: datetime


class LotRow(BaseModel):
    """`pieces` over all bins and states."""

    sku: str
    code: str
    produced_on: date | None
    expires_on: date | None
    pieces: int


async def list_cards(
    session: AsyncSession,
    *,
    sku: str | None,
    warehouse: str | None,
    bin_code: str | None,
    state: str | None,
    after: CardPosition | None,
    limit: int,
) -> list[BinCardRow]:
    """By SKU, warehouse, bin and lot; empty cards are left out."""
    position = dict(zip(("after_sku", "after_warehouse", "after_bin", "after_lot", "after_state"), after or (None,) * 5, strict=True))
    values = {"sku": sku, "warehouse": warehouse, "bin": bin_code, "state": state, "limit": limit + 1, **position}
    return [BinCardRow.model_validate(dict(row)) for row in (await session.execute(CARDS, values)).mappings()]


async def list_lots_of(
    session: AsyncSession, *, sku: str | None, until: date | None, after: tuple[str, str] | None, limit: int
) -> list[LotRow]:
    """`until`: those that expire by then."""
    after_sku, after_code = after or (None, None)
    values = {"sku": sku, "until": until, "after_sku": after_sku, "after_code": after_code, "limit": limit + 1}
    return [LotRow.model_validate(dict(row)) for row in (await session.execute(LOTS, values)).mappings()]
