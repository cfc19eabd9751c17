"""What lies where, what of it is promised, and what is free."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.refusals import NotFound
from warehouse.queries.values import like_part, like_start

LIST = text("""
    SELECT s.sku, w.code AS warehouse, coalesce(k.name_zh, '') AS name_zh, coalesce(k.name_en, '') AS name_en, k.barcode,
           b.code AS bin, s.on_hand, s.reserved, s.on_hand - s.reserved AS available, s.defective, s.inspection, s.version, s.updated_at
    FROM stock s
    JOIN warehouse w ON w.id = s.warehouse_id
    LEFT JOIN sku k ON k.sku = s.sku
    LEFT JOIN bin b ON b.id = s.bin_id
    WHERE (CAST(:sku AS text) IS NULL OR s.sku = :sku)
      AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (CAST(:below AS bigint) IS NULL OR s.on_hand - s.reserved < :below)
      AND (CAST(:q AS text) IS NULL OR s.sku LIKE :start OR k.barcode = :q OR k.name_zh ILIKE :part OR k.name_en ILIKE :part)
      AND (CAST(:after_sku AS text) IS NULL OR (s.sku, w.code) > (:after_sku, :after_warehouse))
    ORDER BY s.sku, w.code LIMIT :limit
""")
WAITING = text("""
    SELECT coalesce(sum(l.quantity), 0)::bigint FROM waiting_line w
    JOIN reservation_line l ON l.reservation_id = w.reservation_id AND l.sku = w.sku WHERE w.sku = :sku
""")
SKU = text("SELECT sku, name_zh, name_en, barcode, weight_g, unit, active FROM sku WHERE sku = :sku")


class StockRow(BaseModel):
    sku: str
    warehouse: str
    name_zh: str
    name_en: str
    barcode: str | None
    bin: str | None
    on_hand: int
    reserved: int
    available: int
    defective: int
    inspection: int
    version: int
    updated_at: datetime


class SkuStock(BaseModel):
    """A SKU over all warehouses. `waited_for` is what references in the waiting line want of it; `defective` and `inspection` lie apart."""

    sku: str
    name_zh: str
    name_en: str
    barcode: str | None
    weight_g: int
    unit: str
    active: bool
    on_hand: int
    reserved: int
    available: int
    defective: int
    inspection: int
    waited_for: int
    levels: list[StockRow]


async def list_stock_levels(
    session: AsyncSession,
    *,
    q: str | None,
    warehouse: str | None,
    below: int | None,
    after: tuple[str, str] | None,
    limit: int,
) -> list[StockRow]:
    """`q` is the beginning of a SKU, a barcode, or part of a name. `below`: less than this is available."""
    after_sku, after_warehouse = after or (None, None)
    values: dict[str, object] = {"sku": None, "warehouse": warehouse, "below": below, "after_sku": after_sku, "limit": limit + 1}
    values |= {"after_warehouse": after_warehouse, "q": q, "start": like_start(q or ""), "part": like_part(q or "")}
    return [StockRow.model_validate(dict(row)) for row in (await session.execute(LIST, values)).mappings()]


async def show_sku_stock(session: AsyncSession, *, sku: str) -> SkuStock:
    """Raises NotFound."""
    known = (await session.execute(SKU, {"sku": sku})).mappings().one_or_none()
    if known is None:
        raise NotFound
    values = {"sku": sku, "warehouse": None, "below": None, "q": None, "start": "", "part": "", "after_sku": None, "after_warehouse": None}
    rows = (await session.execute(LIST, {**values, "limit": 1000})).mappings()
    levels = [StockRow.model_validate(dict(row)) for row in rows]
    waited_for = (await session.execute(WAITING, {"sku": sku})).scalar_one()
    return SkuStock(
        **dict(known),
        on_hand=sum(level.on_hand for level in levels),
        reserved=sum(level.reserved for level in levels),
        available=sum(level.available for level in levels),
        defective=sum(level.defective for level in levels),
        inspection=sum(level.inspection for level in levels),
        waited_for=waited_for,
        levels=levels,
    )
