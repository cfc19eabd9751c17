"""Before news of many orders is taken in one transaction: all of them are locked, in the one order (store/orders.py)."""

from collections.abc import Iterable

from chassis.uow import UnitOfWork
from orders.domain.reference import read_reference
from orders.store.orders import lock_rows
from orders.store.plans import waiting_with


async def lock_told_orders(uow: UnitOfWork, *, references: Iterable[str]) -> None:
    """With those that wait with them for the warehouse."""
    ids = {read[0] for reference in references if (read := read_reference(reference)) is not None}
    await lock_rows(uow, ids=await waiting_with(uow, order_ids=ids))
