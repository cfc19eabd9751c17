"""Shops, SKUs and mappings: written by version, so that an older message never overwrites a newer."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from contracts.orders import RegisterShop
from orders.domain.shop import Shop
from orders.domain.sku import MappingNotFound, Sku, SkuMapping

WRITE_SHOP = text("""
    INSERT INTO shop (id, name, platform, active, version, updated_at)
    VALUES (:id, :name, :platform, :active, :version, :now)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, platform = excluded.platform, active = excluded.active, version = excluded.version, updated_at = :now
    WHERE shop.version < excluded.version
    RETURNING 1
""")
WRITE_SKUS = text("""
    INSERT INTO sku (sku, name_zh, name_en, unit, active, version, updated_at)
    SELECT sku, name_zh, name_en, unit, active, version, :now
    FROM jsonb_to_recordset(CAST(:skus AS jsonb)) AS r(sku text, name_zh text, name_en text, unit text, active boolean, version integer)
    ON CONFLICT (sku) DO UPDATE SET
        name_zh = excluded.name_zh, name_en = excluded.name_en, unit = excluded.unit, active = excluded.active, version = excluded.version,
        updated_at = :now
    WHERE sku.version < excluded.version
    RETURNING sku
""")


async def write_shop(uow: UnitOfWork, shop: RegisterShop) -> bool:
    """False for a version that we have, or one older than ours."""
    row = {"id": shop.shop_id, "name": shop.name, "platform": shop.platform, "active": shop.active, "version": shop.version, "now": uow.now}
    return bool((await uow.session.execute(WRITE_SHOP, row)).all())


async def write_skus(uow: UnitOfWork, skus: Sequence[SkuFacts]) -> list[str]:
    """The SKUs that were new or newer."""
    newest: dict[str, SkuFacts] = {}
    for sku in skus:
        if sku.sku not in newest or newest[sku.sku].version < sku.version:
            newest[sku.sku] = sku
    rows = [newest[sku].model_dump() for sku in sorted(newest)]
    written = await uow.session.execute(WRITE_SKUS, {"skus": orjson.dumps(rows).decode(), "now": uow.now})
    return list(written.scalars())


async def known_skus(uow: UnitOfWork, skus: Sequence[str]) -> set[str]:
    return set(await uow.session.scalars(select(Sku.sku).where(Sku.sku.in_(skus))))


async def remember_mapping(uow: UnitOfWork, *, mapping_id: UUID, shop_id: str, merchant_code: str, sku: str) -> None:
    """The newest word counts."""
    row = {
        "id": mapping_id,
        "shop_id": shop_id,
        "merchant_code": merchant_code,
        "sku": sku,
        "created_at": uow.now,
        "created_by": uow.actor.name,
    }
    said_anew = {"sku": sku, "created_at": uow.now, "created_by": uow.actor.name}
    keys = [SkuMapping.shop_id, SkuMapping.merchant_code]
    await uow.session.execute(insert(SkuMapping).values(row).on_conflict_do_update(index_elements=keys, set_=said_anew))


async def lock_mapping(uow: UnitOfWork, mapping_id: UUID) -> SkuMapping:
    """Raises MappingNotFound, also for a mapping of a shop that the actor does not see."""
    mapping = await uow.session.get(SkuMapping, mapping_id, with_for_update=True)
    if mapping is None or not uow.actor.sees_shop(mapping.shop_id):
        raise MappingNotFound
    return mapping


async def shop_exists(uow: UnitOfWork, shop_id: str) -> bool:
    return await uow.session.get(Shop, shop_id) is not None
