"""Catalog told of SKUs."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from warehouse.store.skus import keep_skus


async def note_skus(uow: UnitOfWork, *, skus: Sequence[SkuFacts]) -> None:
    """An older version never overwrites a newer."""
    await keep_skus(uow, skus=skus)
    uow.changed("stock", *(sku.sku for sku in skus))
