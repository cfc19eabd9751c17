"""The copy of catalog's SKUs."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import text

from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from warehouse.store.recordset import recordset

KEEP = text("""
    INSERT INTO sku (sku, name_zh, name_en, barcode, weight_g, length_mm, width_mm, height_mm, unit, active, version)
    SELECT DISTINCT ON (sku) sku, name_zh, name_en, barcode, weight_g, length_mm, width_mm, height_mm, unit, active, version
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(sku text, name_zh text, name_en text, barcode text, weight_g int,
        length_mm int, width_mm int, height_mm int, unit text, active boolean, version bigint)
    ORDER BY sku, version DESC
    ON CONFLICT (sku) DO UPDATE SET
        name_zh = excluded.name_zh, name_en = excluded.name_en, barcode = excluded.barcode, weight_g = excluded.weight_g,
        length_mm = excluded.length_mm, width_mm = excluded.width_mm, height_mm = excluded.height_mm, unit = excluded.unit,
        active = excluded.active, version = excluded.version
    WHERE sku.version < excluded.version
""")
EXIST = text("SELECT sku FROM sku WHERE sku = ANY(:skus)")
WEIGHTS = text("SELECT sku, weight_g FROM sku WHERE sku = ANY(:skus) AND weight_g > 0")
MEANT = text("SELECT sku FROM sku WHERE sku = ANY(:among) AND (sku = :barcode OR barcode = :barcode) ORDER BY (sku = :barcode) LIMIT 1")


async def keep_skus(uow: UnitOfWork, *, skus: Sequence[SkuFacts]) -> None:
    """An older version changes nothing."""
    await uow.session.execute(KEEP, {"rows": recordset([sku.model_dump() for sku in skus])})


async def find_unknown_skus(uow: UnitOfWork, *, skus: Iterable[str]) -> set[str]:
    wanted = set(skus)
    return wanted - set((await uow.session.execute(EXIST, {"skus": sorted(wanted)})).scalars())


async def sku_of_barcode(uow: UnitOfWork, *, barcode: str, among: Iterable[str]) -> str | None:
    """The one of `among` that a scanned code stands for: its barcode, or its number printed as one."""
    skus = sorted(among)
    found: str | None = await uow.session.scalar(MEANT, {"barcode": barcode, "among": skus})
    return found if found is not None or barcode not in skus else barcode


async def goods_weight(uow: UnitOfWork, *, needs: Mapping[str, int]) -> int | None:
    """In grams; None when catalog does not know the weight of all of them."""
    rows = await uow.session.execute(WEIGHTS, {"skus": list(needs)})
    weights: dict[str, int] = {row.sku: row.weight_g for row in rows}
    return sum(weights[sku] * quantity for sku, quantity in needs.items()) if weights.keys() == needs.keys() else None
