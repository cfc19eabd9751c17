"""Requests for overtime. Lock order: the approval, then somebody's overtime, then the request."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.attendance.overtime import OvertimeNotFound, OvertimeRequest, OvertimeState

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' overtime of ' || :employee, 0))")
NEXT_NUMBER = text("SELECT nextval('overtime_number')")


async def enter_overtime_of(uow: UnitOfWork, employee_id: UUID) -> None:
    await uow.session.execute(LOCK, {"employee": str(employee_id)})


async def next_overtime_number(uow: UnitOfWork) -> str:
    return f"OT-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


async def overtime_between(uow: UnitOfWork, *, employee_id: UUID, first: date, last: date) -> list[OvertimeRequest]:
    """Those that wait or are authorised."""
    query = select(OvertimeRequest).where(
        OvertimeRequest.employee_id == employee_id,
        OvertimeRequest.on_date.between(first, last),
        OvertimeRequest.state.in_([OvertimeState.WAITING, OvertimeState.APPROVED]),
    )
    return list((await uow.session.scalars(query.order_by(OvertimeRequest.on_date, OvertimeRequest.starts))).all())


async def add_overtime(uow: UnitOfWork, overtime: OvertimeRequest) -> None:
    uow.session.add(overtime)
    await uow.session.flush()


async def find_overtime(uow: UnitOfWork, overtime_id: UUID) -> OvertimeRequest:
    """Not locked. Raises OvertimeNotFound."""
    found = await uow.session.get(OvertimeRequest, overtime_id)
    if found is None:
        raise OvertimeNotFound
    return found


async def lock_overtime(uow: UnitOfWork, overtime_id: UUID) -> OvertimeRequest:
    """Raises OvertimeNotFound."""
    query = select(OvertimeRequest).where(OvertimeRequest.id == overtime_id).with_for_update().execution_options(populate_existing=True)
    found = await uow.session.scalar(query)
    if found is None:
        raise OvertimeNotFound
    return found
