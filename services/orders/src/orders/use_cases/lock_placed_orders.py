"""Before envelopes of shops are taken in one transaction: those of their orders that exist are locked, in the one order (store/orders.py)."""

from collections.abc import Collection

from chassis.uow import UnitOfWork
from orders.store.intake_again import ids_of_known
from orders.store.orders import lock_rows


async def lock_placed_orders(uow: UnitOfWork, *, keys: Collection[tuple[str, str]]) -> None:
    """`keys`: shop and platform's number."""
    ids = await ids_of_known(uow, keys=keys)
    if ids:
        await lock_rows(uow, ids=ids)
