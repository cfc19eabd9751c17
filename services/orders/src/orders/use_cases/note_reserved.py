"""The warehouse has decided about stock (rule ORD-3)."""

from collections.abc import Sequence
from datetime import datetime

from chassis.uow import UnitOfWork
from contracts.warehouse import ReservationResult
from orders.store.reservations import write_answers


async def note_reserved(uow: UnitOfWork, *, results: Sequence[ReservationResult], decided_at: datetime) -> None:
    await write_answers(uow, results=results, decided_at=decided_at)
