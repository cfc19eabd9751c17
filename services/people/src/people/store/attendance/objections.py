"""Objections, and facts that were entered by hand when one was accepted or a closed month corrected."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.attendance.objection import Objection, ObjectionNotFound, ObjectionState
from people.domain.attendance.records import Punch

NEXT_NUMBER = text("SELECT nextval('objection_number')")
NEXT_CORRECTION = text("SELECT nextval('month_correction_number')")


async def next_objection_number(uow: UnitOfWork) -> str:
    return f"OB-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


async def next_correction_number(uow: UnitOfWork) -> str:
    return f"CE-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_CORRECTION):06d}"


async def open_objection_of(uow: UnitOfWork, *, employee_id: UUID, on: date) -> Objection | None:
    query = select(Objection).where(Objection.employee_id == employee_id, Objection.on_date == on, Objection.state == ObjectionState.OPEN)
    return await uow.session.scalar(query)


async def add_objection(uow: UnitOfWork, objection: Objection) -> None:
    uow.session.add(objection)
    await uow.session.flush()


async def lock_objection(uow: UnitOfWork, objection_id: UUID) -> Objection:
    """Raises ObjectionNotFound."""
    found = await uow.session.scalar(select(Objection).where(Objection.id == objection_id).with_for_update())
    if found is None:
        raise ObjectionNotFound
    return found


async def count_open_objections(uow: UnitOfWork, *, month: date, employees: Sequence[UUID]) -> int:
    query = select(func.count()).select_from(Objection)
    query = query.where(Objection.month == month, Objection.state == ObjectionState.OPEN, Objection.employee_id.in_(employees))
    return await uow.session.scalar(query) or 0


async def enter_facts(
    uow: UnitOfWork, *, employee_id: UUID, on: date, facts: Sequence[tuple[int, int]], document: str, document_id: UUID
) -> None:  # fmt: skip
    """Each (second, direction) as a press that `document` stands for; what is there at that second stays as it is."""
    rows = [
        {"employee_id": employee_id, "on_day": on, "second": second, "direction": direction, "device": document, "batch_id": document_id}
        for second, direction in facts
    ]
    if rows:
        await uow.session.execute(insert(Punch).values(rows).on_conflict_do_nothing())
