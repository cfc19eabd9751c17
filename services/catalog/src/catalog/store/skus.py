"""Loads, locks and saves SKUs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from catalog.domain.sku import BarcodeTaken, Sku, SkuNotFound, SkuNumberTaken
from chassis.database import constraint_of
from chassis.uow import UnitOfWork

OWNERS = text("SELECT barcode, sku FROM sku WHERE barcode = ANY(:barcodes)")


async def add_sku(uow: UnitOfWork, sku: Sku) -> None:
    """Raises SkuNumberTaken, BarcodeTaken."""
    uow.session.add(sku)
    await _flush(uow, sku)


async def save_sku(uow: UnitOfWork, sku: Sku) -> None:
    """Raises BarcodeTaken."""
    await _flush(uow, sku)


async def _flush(uow: UnitOfWork, sku: Sku) -> None:
    number, barcode = sku.sku, sku.barcode
    try:
        await uow.session.flush()
    except IntegrityError as error:
        constraint = constraint_of(error)
        await uow.session.rollback()
        if constraint == "uq_sku_sku":
            raise SkuNumberTaken(sku=number) from error
        if constraint == "uq_sku_barcode":
            owners = await barcode_owners(uow, [barcode or ""])
            raise BarcodeTaken(barcode=barcode, sku=owners.get(barcode or "", "?")) from error
        raise


async def lock_sku(uow: UnitOfWork, sku_id: UUID) -> Sku:
    """Raises SkuNotFound."""
    sku = await uow.session.scalar(select(Sku).where(Sku.id == sku_id).with_for_update())
    if sku is None:
        raise SkuNotFound
    return sku


async def barcode_owners(uow: UnitOfWork, barcodes: Sequence[str]) -> dict[str, str]:
    """Barcode to the SKU number that has it."""
    rows = await uow.session.execute(OWNERS, {"barcodes": list(barcodes)})
    return {row.barcode: row.sku for row in rows}


async def all_skus(uow: UnitOfWork, *, after: str, limit: int) -> list[Sku]:
    """SKUs in the order of their numbers, from the first after `after`."""
    return list(await uow.session.scalars(select(Sku).where(Sku.sku > after).order_by(Sku.sku).limit(limit)))
