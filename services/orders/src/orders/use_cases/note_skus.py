"""Catalog made or changed SKUs."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.catalog import SkuFacts
from orders.store.knowledge import knowledge_changed
from orders.store.shops import write_skus


async def note_skus(uow: UnitOfWork, *, skus: Sequence[SkuFacts]) -> None:
    """Orders that wait for one of them are looked at again by the recheck that follows (jobs/recheck.py)."""
    if await write_skus(uow, skus):
        await knowledge_changed(uow)
