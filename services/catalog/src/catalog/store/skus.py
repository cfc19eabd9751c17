"""Loads, locks and saves SKUs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from catalog.domain.sku import BarcodeTaken, Sku, SkuNotFound, SkuNumberTaken
from catalog.domain.sku_file import SkuDraft
from chassis.database import constraint_of
from chassis.ids import new_id
from chassis.uow import UnitOfWork

MAKE_PRODUCTS = text("""
    INSERT INTO product (id, number, name_zh, name_en, brand, category, created_at, version)
    SELECT DISTINCT ON (product_number) product_id, product_number, name_zh, name_en, brand, category, :now, 1
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(product_id uuid, product_number text, name_zh text, name_en text, brand text, category text)
    ORDER BY product_number
    ON CONFLICT (number) DO NOTHING
""")
# A row that changes nothing makes no new version, so the same file twice has one effect.
PUT_SKUS = text("""
    INSERT INTO sku AS old (id, sku, product_id, barcode, name_zh, name_en, spec, weight_g, length_mm, width_mm, height_mm, unit,
                            active, created_at, updated_at, version)
    SELECT r.id, r.sku, p.id, r.barcode, r.name_zh, r.name_en, r.spec, r.weight_g, r.length_mm, r.width_mm, r.height_mm, r.unit,
           true, :now, :now, 1
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(id uuid, sku text, product_number text, barcode text, name_zh text, name_en text, spec text, weight_g int, length_mm int,
             width_mm int, height_mm int, unit text)
    JOIN product p ON p.number = r.product_number
    ORDER BY r.sku
    ON CONFLICT (sku) DO UPDATE SET
        product_id = excluded.product_id, barcode = excluded.barcode, name_zh = excluded.name_zh, name_en = excluded.name_en,
        spec = excluded.spec, weight_g = excluded.weight_g, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
        height_mm = excluded.height_mm, unit = excluded.unit, updated_at = :now, version = old.version + 1
    WHERE (old.product_id, old.barcode, old.name_zh, old.name_en, old.spec, old.weight_g, old.length_mm, old.width_mm, old.height_mm, old.unit)
        IS DISTINCT FROM (excluded.product_id, excluded.barcode, excluded.name_zh, excluded.name_en, excluded.spec, excluded.weight_g,
                          excluded.length_mm, excluded.width_mm, excluded.height_mm, excluded.unit)
    RETURNING old.id
""")
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


async def put_skus(uow: UnitOfWork, drafts: Sequence[SkuDraft], *, now: datetime) -> list[Sku]:
    """Makes or changes the SKUs of a file in one set; returns those that are new or different now."""
    rows = [{**asdict(draft), "id": str(new_id()), "product_id": str(new_id())} for draft in drafts]
    arguments = {"rows": orjson.dumps(rows).decode(), "now": now}
    await uow.session.execute(MAKE_PRODUCTS, arguments)
    changed = list((await uow.session.execute(PUT_SKUS, arguments)).scalars())
    return list(await uow.session.scalars(select(Sku).where(Sku.id.in_(changed)).order_by(Sku.sku)))


async def all_skus(uow: UnitOfWork, *, after: str, limit: int) -> list[Sku]:
    """SKUs in the order of their numbers, from the first after `after`."""
    return list(await uow.session.scalars(select(Sku).where(Sku.sku > after).order_by(Sku.sku).limit(limit)))
