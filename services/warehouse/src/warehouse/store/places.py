"""Warehouses and bins."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import AREAS, LAST_OF_THE_WALK, Bin, BinNotFound, Warehouse, WarehouseNotFound
from warehouse.store.recordset import recordset

BinKey = tuple[str, str]
"""Warehouse and bin, by their codes."""

BINS_OF = text("""
    SELECT w.code AS warehouse, b.code, b.id FROM bin b JOIN warehouse w ON w.id = b.warehouse_id
    JOIN jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(warehouse text, bin text) ON r.warehouse = w.code AND r.bin = b.code
    WHERE b.active
""")
ADD_AREAS = text("""
    INSERT INTO bin (id, warehouse_id, code, kind, zone, sort_order, active, version, created_at)
    SELECT uuidv7(), :warehouse_id, r.code, r.kind, '', :last, true, 1, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(code text, kind text)
""")
PLACE = text("""
    UPDATE stock s SET bin_id = r.bin_id, updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(sku text, bin_id uuid)
    WHERE s.sku = r.sku AND s.warehouse_id = :warehouse_id
""")


async def lock_warehouse(uow: UnitOfWork, *, code: str) -> Warehouse:
    """Raises WarehouseNotFound."""
    found = await uow.session.scalar(select(Warehouse).where(Warehouse.code == code).with_for_update())
    if found is None:
        raise WarehouseNotFound(code=code)
    return found


async def find_warehouse(uow: UnitOfWork, *, code: str) -> Warehouse:
    """Raises WarehouseNotFound."""
    found = await uow.session.scalar(select(Warehouse).where(Warehouse.code == code))
    if found is None:
        raise WarehouseNotFound(code=code)
    return found


async def warehouse_code_is_taken(uow: UnitOfWork, *, code: str) -> bool:
    return await uow.session.scalar(select(Warehouse.id).where(Warehouse.code == code)) is not None


async def find_warehouse_ids(uow: UnitOfWork) -> dict[str, UUID]:
    """Code to id, of all."""
    return {code: warehouse_id for code, warehouse_id in await uow.session.execute(select(Warehouse.code, Warehouse.id))}


async def lock_bin(uow: UnitOfWork, *, warehouse_id: UUID, code: str) -> Bin:
    """Raises BinNotFound."""
    found = await uow.session.scalar(select(Bin).where(Bin.warehouse_id == warehouse_id, Bin.code == code).with_for_update())
    if found is None:
        raise BinNotFound(code=code)
    return found


async def bin_code_is_taken(uow: UnitOfWork, *, warehouse_id: UUID, code: str) -> bool:
    return await uow.session.scalar(select(Bin.id).where(Bin.warehouse_id == warehouse_id, Bin.code == code)) is not None


async def find_bins(uow: UnitOfWork, *, warehouse_id: UUID, codes: Iterable[str]) -> dict[str, UUID]:
    """Code to id, of those that are in use."""
    query = select(Bin.code, Bin.id).where(Bin.warehouse_id == warehouse_id, Bin.code.in_(sorted(set(codes))), Bin.active)
    return {code: bin_id for code, bin_id in await uow.session.execute(query)}


async def find_bins_of(uow: UnitOfWork, *, keys: Iterable[BinKey]) -> dict[BinKey, UUID]:
    """Of several warehouses; those that are in use."""
    rows = [{"warehouse": warehouse, "bin": code} for warehouse, code in sorted(set(keys))]
    if not rows:
        return {}
    return {(row.warehouse, row.code): row.id for row in await uow.session.execute(BINS_OF, {"rows": recordset(rows)})}


async def add_areas(uow: UnitOfWork, *, warehouse_id: UUID) -> None:
    """Where goods stand on their way in, out, or back: each warehouse has them from the first."""
    rows = [{"code": code, "kind": kind} for kind, code in AREAS.items()]
    values = {"warehouse_id": warehouse_id, "rows": recordset(rows), "last": LAST_OF_THE_WALK, "now": uow.now}
    await uow.session.execute(ADD_AREAS, values)


async def place_skus(uow: UnitOfWork, *, warehouse_id: UUID, bins: Mapping[str, UUID]) -> None:
    """The bin of each SKU; one that does not lie in this warehouse is passed over."""
    rows = [{"sku": sku, "bin_id": bin_id} for sku, bin_id in bins.items()]
    await uow.session.execute(PLACE, {"warehouse_id": warehouse_id, "rows": recordset(rows), "now": uow.now})
