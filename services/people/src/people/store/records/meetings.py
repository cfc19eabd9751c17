"""Loads and saves meetings, minutes and tasks. Lock order: meeting, minutes, tasks by id."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, text

from chassis.uow import UnitOfWork
from people.domain.organisation.employee import Employee, EmployeeNotFound
from people.domain.organisation.position import NotEmployedThen
from people.domain.organisation.unit import Unit, UnitNotFound
from people.domain.records.meeting import Meeting, MeetingInvitee, MeetingNotFound
from people.domain.records.minutes import MeetingMinutes
from people.domain.records.task import Task, TaskNotFound

NEXT_MEETING = text("SELECT nextval('meeting_number')")
NEXT_TASK = text("SELECT nextval('task_number')")


async def next_meeting_number(uow: UnitOfWork) -> str:
    return f"MT-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_MEETING):06d}"


async def next_task_number(uow: UnitOfWork) -> str:
    return f"TK-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_TASK):06d}"


async def employees_at_work(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, Employee]:
    """Those of `ids` who work here today."""
    found = await uow.session.scalars(select(Employee).where(Employee.id.in_(ids)))
    return {row.id: row for row in found if row.works_on(uow.today)}


async def check_at_work(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Raises EmployeeNotFound, NotEmployedThen."""
    known = {row.id: row for row in await uow.session.scalars(select(Employee).where(Employee.id.in_(ids)))}
    if set(ids) - set(known):
        raise EmployeeNotFound
    for employee in known.values():
        if not employee.works_on(uow.today):
            raise NotEmployedThen(name=employee.name, day=uow.today)


async def names_of(uow: UnitOfWork, ids: Sequence[UUID]) -> list[str]:
    return list(await uow.session.scalars(select(Employee.name).where(Employee.id.in_(ids)).order_by(Employee.number)))


async def check_unit(uow: UnitOfWork, unit_id: UUID | None) -> None:
    """Raises UnitNotFound."""
    if unit_id is not None and await uow.session.get(Unit, unit_id) is None:
        raise UnitNotFound


async def add_meeting(uow: UnitOfWork, meeting: Meeting) -> None:
    uow.session.add(meeting)
    await uow.session.flush()


async def lock_meeting(uow: UnitOfWork, meeting_id: UUID) -> Meeting:
    """Raises MeetingNotFound."""
    found = await uow.session.scalar(select(Meeting).where(Meeting.id == meeting_id).with_for_update())
    if found is None:
        raise MeetingNotFound
    return found


async def invitees_of(uow: UnitOfWork, meeting_id: UUID) -> dict[UUID, MeetingInvitee]:
    rows = await uow.session.scalars(select(MeetingInvitee).where(MeetingInvitee.meeting_id == meeting_id))
    return {row.employee_id: row for row in rows}


async def save_invitees(uow: UnitOfWork, meeting_id: UUID, *, add: Sequence[MeetingInvitee], drop: Sequence[UUID]) -> None:
    gone = delete(MeetingInvitee).where(MeetingInvitee.meeting_id == meeting_id, MeetingInvitee.employee_id.in_(drop))
    await uow.session.execute(gone)
    uow.session.add_all(add)
    await uow.session.flush()


async def minutes_of(uow: UnitOfWork, meeting_id: UUID) -> list[MeetingMinutes]:
    """Oldest version first. Lock the meeting first."""
    query = select(MeetingMinutes).where(MeetingMinutes.meeting_id == meeting_id)
    return list(await uow.session.scalars(query.order_by(MeetingMinutes.number)))


async def add_minutes(uow: UnitOfWork, minutes: MeetingMinutes) -> None:
    uow.session.add(minutes)
    await uow.session.flush()


# ---- tasks


async def add_task(uow: UnitOfWork, task: Task) -> None:
    uow.session.add(task)
    await uow.session.flush()


async def lock_task(uow: UnitOfWork, task_id: UUID) -> Task:
    """Raises TaskNotFound."""
    found = await uow.session.scalar(select(Task).where(Task.id == task_id).with_for_update())
    if found is None:
        raise TaskNotFound
    return found


async def lock_tasks_of_meeting(uow: UnitOfWork, meeting_id: UUID) -> dict[str, Task]:
    """By decision. Lock the meeting first."""
    rows = await uow.session.scalars(select(Task).where(Task.meeting_id == meeting_id).order_by(Task.id).with_for_update())
    return {str(row.decision): row for row in rows}


async def chair_of(uow: UnitOfWork, meeting_id: UUID) -> UUID | None:
    return await uow.session.scalar(select(Meeting.chair_id).where(Meeting.id == meeting_id))
