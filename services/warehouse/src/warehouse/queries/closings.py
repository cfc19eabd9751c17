"""Month reports, signed days and breaks of the books (rules WMS-3, WMS-4, WMS-13)."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MONTH = text("""
    SELECT m.sealed_at, m.sealed_by, m.note FROM stock_month m JOIN warehouse w ON w.id = m.warehouse_id
    WHERE w.code = :warehouse AND m.month = :month
""")
# A sealed month as it was sealed; an open one from the books as they are.
LINES = text("""
    WITH place AS (SELECT id FROM warehouse WHERE code = :warehouse), sealed AS (
        SELECT l.sku, l.state, l.opening, l.came_in, l.went_out, l.closing
        FROM stock_month_line l JOIN place ON place.id = l.warehouse_id WHERE l.month = :month
    ), open AS (
        SELECT b.sku, b.state, coalesce(sum(b.came_in - b.went_out) FILTER (WHERE b.day < :month), 0)::bigint AS opening,
               coalesce(sum(b.came_in) FILTER (WHERE b.day >= :month), 0)::bigint AS came_in,
               coalesce(sum(b.went_out) FILTER (WHERE b.day >= :month), 0)::bigint AS went_out,
               sum(b.came_in - b.went_out)::bigint AS closing
        FROM stock_book b JOIN place ON place.id = b.warehouse_id
        WHERE NOT :is_sealed AND b.day < :next GROUP BY 1, 2
    )
    SELECT k.sku, k.state, coalesce(s.name_zh, '') AS name_zh, coalesce(s.name_en, '') AS name_en, k.opening, k.came_in, k.went_out, k.closing,
           coalesce(a.quantity, 0) AS after_seal
    FROM (SELECT * FROM sealed UNION ALL SELECT * FROM open) k
    LEFT JOIN sku s USING (sku)
    LEFT JOIN (
        SELECT m.sku, m.state, sum(m.quantity)::bigint AS quantity FROM stock_movement m JOIN place ON place.id = m.warehouse_id
        WHERE m.after_seal AND m.happened_at >= :begins AND m.happened_at < :ends GROUP BY 1, 2
    ) a ON a.sku = k.sku AND a.state = k.state
    WHERE (k.opening <> 0 OR k.came_in <> 0 OR k.went_out <> 0 OR a.quantity <> 0)
      AND (CAST(:after_sku AS text) IS NULL OR (k.sku, k.state) > (:after_sku, :after_state))
    ORDER BY k.sku, k.state LIMIT :limit
""")
DAYS = text("""
    SELECT d.day, d.signed_at, d.signed_by, d.lines, d.note FROM stock_day d JOIN warehouse w ON w.id = d.warehouse_id
    WHERE w.code = :warehouse AND (CAST(:before AS date) IS NULL OR d.day < :before) ORDER BY d.day DESC LIMIT :limit
""")
BREAKS = text("""
    SELECT b.id AS number, w.code AS warehouse, b.sku, b.what, b.kept, b.proved, b.found_at, b.gone_at
    FROM stock_break b JOIN warehouse w ON w.id = b.warehouse_id
    WHERE (NOT :only_open OR b.gone_at IS NULL) AND (CAST(:before AS int) IS NULL OR b.id < :before) ORDER BY b.id DESC LIMIT :limit
""")


class MonthReportLine(BaseModel):
    """Pieces: `opening` + `came_in` - `went_out` = `closing`, always. `after_seal` happened in the month and was entered after it was closed."""

    sku: str
    state: str
    name_zh: str
    name_en: str
    opening: int
    came_in: int
    went_out: int
    closing: int
    after_seal: int


class MonthSeal(BaseModel):
    sealed_at: datetime
    sealed_by: str
    note: str


class SignedDay(BaseModel):
    """`lines` of the ledger count in it."""

    day: date
    signed_at: datetime
    signed_by: str
    lines: int
    note: str


class StockBreakRow(BaseModel):
    """`kept` is what the level says, `proved` what bin cards or books add up to. `gone_at` None: it is so now."""

    number: int
    warehouse: str
    sku: str
    what: str
    kept: int
    proved: int
    found_at: datetime
    gone_at: datetime | None


async def find_seal(session: AsyncSession, *, warehouse: str, month: date) -> MonthSeal | None:
    row = (await session.execute(MONTH, {"warehouse": warehouse, "month": month})).mappings().one_or_none()
    return None if row is None else MonthSeal.model_validate(dict(row))


async def list_report_lines(
    session: AsyncSession,
    *,
    warehouse: str,
    month: date,
    following: date,
    span: tuple[datetime, datetime],
    is_sealed: bool,
    after: tuple[str, str] | None,
    limit: int,
) -> list[MonthReportLine]:
    """`span` are the moments in which the month begins and ends in the company's zone."""
    after_sku, after_state = after or (None, None)
    values: dict[str, object] = {"warehouse": warehouse, "month": month, "next": following, "begins": span[0], "ends": span[1]}
    values |= {"is_sealed": is_sealed, "after_sku": after_sku, "after_state": after_state, "limit": limit + 1}
    return [MonthReportLine.model_validate(dict(row)) for row in (await session.execute(LINES, values)).mappings()]


async def list_days_of(session: AsyncSession, *, warehouse: str, before: date | None, limit: int) -> list[SignedDay]:
    """Newest first."""
    values = {"warehouse": warehouse, "before": before, "limit": limit + 1}
    return [SignedDay.model_validate(dict(row)) for row in (await session.execute(DAYS, values)).mappings()]


async def list_breaks_of(session: AsyncSession, *, only_open: bool, before: int | None, limit: int) -> list[StockBreakRow]:
    """Newest first."""
    values = {"only_open": only_open, "before": before, "limit": limit + 1}
    return [StockBreakRow.model_validate(dict(row)) for row in (await session.execute(BREAKS, values)).mappings()]
