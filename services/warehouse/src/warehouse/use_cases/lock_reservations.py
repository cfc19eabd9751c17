"""Before envelopes that make shipments are taken in one transaction: all their reservations are locked, in the one order (store/gate.py)."""

from collections.abc import Collection

from chassis.uow import UnitOfWork
from warehouse.store.reservations import find_reservations


async def lock_reservations(uow: UnitOfWork, *, references: Collection[str]) -> None:
    await find_reservations(uow, references=references)
