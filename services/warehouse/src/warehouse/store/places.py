"""Warehouses and bins."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from warehouse.domain.warehouse import Bin, BinNotFound, Warehouse, WarehouseNotFound
from warehouse.store.recordset import recordset

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


async def place_skus(uow: UnitOfWork, *, warehouse_id: UUID, bins: Mapping[str, UUID]) -> None:
    """The bin of each SKU; one that does not lie in this warehouse is passed over."""
    rows = [{"sku": sku, "bin_id": bin_id} for sku, bin_id in bins.items()]
    await uow.session.execute(PLACE, {"warehouse_id": warehouse_id, "rows": recordset(rows), "now": uow.now})
