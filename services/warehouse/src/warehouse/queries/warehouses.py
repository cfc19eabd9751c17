"""Warehouses and their bins."""

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.warehouse import BinNotFound, WarehouseNotFound
from warehouse.queries.values import like_start

FIND = text("""
    SELECT code, name_zh, name_en, province, rank, active, version FROM warehouse
    WHERE CAST(:code AS text) IS NULL OR code = :code ORDER BY rank, code
""")
BINS = text("""
    SELECT b.code, b.kind, b.zone, b.sort_order, b.active, b.version,
           (SELECT count(*) FROM stock s WHERE s.bin_id = b.id) AS sku_count,
           (SELECT coalesce(sum(c.quantity), 0)::bigint FROM bin_card c WHERE c.bin_id = b.id) AS pieces
    FROM bin b JOIN warehouse w ON w.id = b.warehouse_id
    WHERE w.code = :warehouse AND (CAST(:only AS text) IS NULL OR b.code = :only)
      AND (CAST(:start AS text) IS NULL OR b.code LIKE :start)
      AND (CAST(:sort_order AS int) IS NULL OR (b.sort_order, b.code) > (:sort_order, :code))
    ORDER BY b.sort_order, b.code LIMIT :limit
""")


class WarehouseOut(BaseModel):
    code: str
    name_zh: str
    name_en: str
    province: str
    rank: int
    active: bool
    version: int


class BinOut(BaseModel):
    """`sku_count` counts the SKUs whose fixed place it is, `pieces` what lies in it. `kind`: a shelf, or an area each warehouse has once."""

    code: str
    kind: str
    zone: str
    sort_order: int
    active: bool
    version: int
    sku_count: int
    pieces: int


async def list_all_warehouses(session: AsyncSession) -> list[WarehouseOut]:
    """A company has a handful: all of them, by rank."""
    return [WarehouseOut.model_validate(dict(row)) for row in (await session.execute(FIND, {"code": None})).mappings()]


async def show_warehouse(session: AsyncSession, *, code: str) -> WarehouseOut:
    """Raises WarehouseNotFound."""
    row = (await session.execute(FIND, {"code": code})).mappings().one_or_none()
    if row is None:
        raise WarehouseNotFound(code=code)
    return WarehouseOut.model_validate(dict(row))


async def list_bins_of(session: AsyncSession, *, warehouse: str, q: str | None, after: tuple[int, str] | None, limit: int) -> list[BinOut]:
    """In the order pickers walk. `q` is the beginning of a code. Raises WarehouseNotFound."""
    await show_warehouse(session, code=warehouse)
    sort_order, code = after or (None, None)
    values = {
        "warehouse": warehouse,
        "sort_order": sort_order,
        "code": code,
        "only": None,
        "limit": limit + 1,
        "start": like_start(q) if q else None,
    }
    return [BinOut.model_validate(dict(row)) for row in (await session.execute(BINS, values)).mappings()]


async def show_bin(session: AsyncSession, *, warehouse: str, code: str) -> BinOut:
    """Raises BinNotFound."""
    values = {"warehouse": warehouse, "sort_order": None, "code": None, "only": code, "limit": 1, "start": None}
    row = (await session.execute(BINS, values)).mappings().one_or_none()
    if row is None:
        raise BinNotFound(code=code)
    return BinOut.model_validate(dict(row))
