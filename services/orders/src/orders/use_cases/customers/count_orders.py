"""Counts orders to the files of their customers (rule CARE-4)."""

from collections.abc import Collection
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.customers.files import lock_files
from orders.store.customers.to_files import count_to_files


async def count_orders(uow: UnitOfWork, *, ids: Collection[UUID]) -> None:
    await lock_files(uow)
    await count_to_files(uow, ids=ids)
