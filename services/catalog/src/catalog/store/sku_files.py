"""What a file of SKUs reads and writes, each as one set. SKUs are locked and written in the order of their numbers, then products."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from catalog.domain.sku_import import FileOvertaken, ProductFields, SkuFields
from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts

FIND_SKUS = """
    SELECT s.sku, p.number AS product_number, s.name_zh, s.name_en, s.barcode, s.spec, s.weight_g, s.length_mm, s.width_mm, s.height_mm, s.unit
    FROM sku s JOIN product p ON p.id = s.product_id WHERE s.sku = ANY(:skus) ORDER BY s.sku
"""
READ_SKUS = text(FIND_SKUS)
LOCK_SKUS = text(f"{FIND_SKUS} FOR UPDATE OF s")
FIND_PRODUCTS = text("SELECT number, name_zh, name_en, brand, category, active FROM product WHERE number = ANY(:numbers)")
PUT_PRODUCTS = text("""
    INSERT INTO product (id, number, name_zh, name_en, brand, category, active, created_at, version)
    SELECT id, number, name_zh, name_en, brand, category, true, :now, 1
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, number text, name_zh text, name_en text, brand text, category text)
    ORDER BY number
    ON CONFLICT (number) DO UPDATE SET brand = excluded.brand, category = excluded.category, version = product.version + 1
    RETURNING product.number, product.id
""")
PUT_SKUS = text("""
    INSERT INTO sku AS kept (id, sku, product_id, barcode, name_zh, name_en, spec, weight_g, length_mm, width_mm, height_mm, unit,
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
        height_mm = excluded.height_mm, unit = excluded.unit, updated_at = :now, version = kept.version + 1
    RETURNING kept.id, kept.sku, kept.name_zh, kept.name_en, kept.barcode, kept.weight_g, kept.length_mm, kept.width_mm, kept.height_mm,
              kept.unit, kept.active, kept.version
""")


async def skus_by_number(uow: UnitOfWork, numbers: Sequence[str], *, lock: bool) -> dict[str, SkuFields]:
    rows = await uow.session.execute(LOCK_SKUS if lock else READ_SKUS, {"skus": list(numbers)})
    return {row["sku"]: SkuFields(**row) for row in rows.mappings()}


async def products_by_number(uow: UnitOfWork, numbers: Sequence[str]) -> dict[str, ProductFields]:
    rows = await uow.session.execute(FIND_PRODUCTS, {"numbers": list(numbers)})
    return {row["number"]: ProductFields(**row) for row in rows.mappings()}


async def put_products(uow: UnitOfWork, products: Sequence[ProductFields], *, now: datetime) -> dict[str, UUID]:
    """Makes new ones; of those that are there only brand and category change. Returns their ids by number."""
    if not products:
        return {}
    rows = [{**asdict(product), "id": str(new_id())} for product in products]
    written = await uow.session.execute(PUT_PRODUCTS, {"rows": orjson.dumps(rows).decode(), "now": now})
    return {row.number: row.id for row in written}


async def put_skus(uow: UnitOfWork, skus: Sequence[SkuFields], *, now: datetime) -> list[tuple[UUID, SkuFacts]]:
    """Makes or changes them in one statement, so that a file may move a barcode from one SKU to another. Raises FileOvertaken."""
    if not skus:
        return []
    rows = [{**asdict(sku), "id": str(new_id())} for sku in skus]
    try:
        written = await uow.session.execute(PUT_SKUS, {"rows": orjson.dumps(rows).decode(), "now": now})
    except IntegrityError as error:
        # The barcodes were free when they were checked.
        raise FileOvertaken from error
    return [(row["id"], SkuFacts.model_validate(dict(row))) for row in written.mappings()]
