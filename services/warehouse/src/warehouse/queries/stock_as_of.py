"""What lay in a warehouse at a past moment: the books of the days before it, and the lines of its own day. Nothing is calculated anew (rule WMS-3)."""

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Lines of after a seal stand in the books of the day they were written; at the moment they were true already.
AS_OF = text("""
    WITH place AS (SELECT id FROM warehouse WHERE code = :warehouse), booked AS (
        SELECT b.sku, b.state, sum(b.came_in - b.went_out)::bigint AS quantity
        FROM stock_book b JOIN place ON place.id = b.warehouse_id
        WHERE b.day <= :day AND (CAST(:sku AS text) IS NULL OR b.sku = :sku) GROUP BY 1, 2
    ), later AS (
        SELECT m.sku, m.state, sum(m.quantity)::bigint AS quantity
        FROM stock_movement m JOIN place ON place.id = m.warehouse_id
        WHERE m.booked_on = :day AND m.happened_at > :at AND (CAST(:sku AS text) IS NULL OR m.sku = :sku) GROUP BY 1, 2
    ), late AS (
        SELECT m.sku, m.state, sum(m.quantity)::bigint AS quantity
        FROM stock_movement m JOIN place ON place.id = m.warehouse_id
        WHERE m.after_seal AND m.happened_at <= :at AND m.booked_on > :day AND (CAST(:sku AS text) IS NULL OR m.sku = :sku) GROUP BY 1, 2
    )
    SELECT k.sku, k.state, coalesce(s.name_zh, '') AS name_zh, coalesce(s.name_en, '') AS name_en,
           coalesce(b.quantity, 0) - coalesce(l.quantity, 0) AS booked, coalesce(a.quantity, 0) AS after_seal
    FROM (SELECT sku, state FROM booked UNION SELECT sku, state FROM late) k
    LEFT JOIN booked b USING (sku, state) LEFT JOIN later l USING (sku, state) LEFT JOIN late a USING (sku, state)
    LEFT JOIN sku s USING (sku)
    WHERE (coalesce(b.quantity, 0) - coalesce(l.quantity, 0) <> 0 OR coalesce(a.quantity, 0) <> 0)
      AND (CAST(:after_sku AS text) IS NULL OR (k.sku, k.state) > (:after_sku, :after_state))
    ORDER BY k.sku, k.state LIMIT :limit
""")


class StockAsOf(BaseModel):
    """`booked` is what the books of the time say, `after_seal` what was entered for it after its month was closed (rule WMS-13)."""

    sku: str
    state: str
    name_zh: str
    name_en: str
    booked: int
    after_seal: int


async def find_stock_as_of(
    session: AsyncSession, *, warehouse: str, at: datetime, day: date, sku: str | None, after: tuple[str, str] | None, limit: int
) -> list[StockAsOf]:
    """`day` is the company's day of `at`. What had nothing then is left out."""
    after_sku, after_state = after or (None, None)
    values: dict[str, object] = {"warehouse": warehouse, "at": at, "day": day, "sku": sku, "limit": limit + 1}
    values |= {"after_sku": after_sku, "after_state": after_state}
    return [StockAsOf.model_validate(dict(row)) for row in (await session.execute(AS_OF, values)).mappings()]
