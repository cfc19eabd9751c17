"""Catalog told what SKUs weigh."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from orders.store.integrity.marks import write_weights


async def note_weights(uow: UnitOfWork, *, skus: Sequence[SkuFacts]) -> None:
    await write_weights(uow, skus)
