"""A SKU changes; its number never does."""

from uuid import UUID

from catalog.domain.ids import shown_sku
from catalog.store.skus import lock_sku, save_sku
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged


async def change_sku(uow: UnitOfWork, *, sku_id: UUID, expected_version: int, changes: dict[str, object]) -> None:
    """Raises SkuNotFound, VersionStale, BarcodeTaken, BarcodeWrong."""
    sku = await lock_sku(uow, sku_id)
    check_version(expected=expected_version, actual=sku.version)
    before = sku.change(changes, now=uow.now)
    if not before:
        return
    await save_sku(uow, sku)
    uow.publish(SkusChanged(skus=[sku.facts()], changed_at=uow.now))
    uow.audit("sku.changed", noun="sku", noun_id=shown_sku(sku_id), before=before, after={name: changes[name] for name in before})
    uow.changed("sku", shown_sku(sku_id))
