"""Before envelopes that stop shipments are taken in one transaction: all they name is locked, in the one order (store/gate.py)."""

from collections.abc import Collection

from chassis.uow import UnitOfWork
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import find_reservations
from warehouse.store.shipments import lock_shipments_of_references


async def lock_references(uow: UnitOfWork, *, references: Collection[str]) -> None:
    """Gate, shipments, reservations."""
    await enter_alone(uow.session)
    await lock_shipments_of_references(uow, references=references)
    await find_reservations(uow, references=references)
