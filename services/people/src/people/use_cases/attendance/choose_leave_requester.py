from dataclasses import dataclass
from uuid import UUID

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import LeaveNeedsLine, LeaveNotTheirs, NoEmployee
from people.permissions import Permission
from people.queries.organisation.employees import find_employee_row
from people.queries.organisation.visibility import employee_of, people_of


@dataclass(frozen=True, kw_only=True)
class LeaveRequester:
    """`requester_id` is whose superior decides: the employee's own account, so that it stays in their department (rule ATT-9)."""

    employee_id: UUID
    name: str
    unit_id: UUID | None
    filed_by: UUID
    requester_id: UUID


async def choose_leave_requester(uow: UnitOfWork, *, employee_id: UUID | None) -> LeaveRequester:
    """Who a request of leave or overtime is for, and in whose name it is asked.

    Raises NoEmployee, EmployeeNotFound, LeaveNotTheirs, LeaveNeedsLine.
    """
    own = await employee_of(uow.session, uow.actor)
    wanted = employee_id or own
    if wanted is None:
        raise NoEmployee
    leads = own is not None and wanted != own and wanted in await people_of(uow.session, employee_id=own, on=uow.today)
    if wanted != own and not leads and not uow.actor.may(Permission.KEEP_LEAVE):
        raise LeaveNotTheirs
    try:
        filed_by = read_id("acc", uow.actor.id)
    except ValueError as error:
        raise NoEmployee from error
    person = await find_employee_row(uow.session, employee_id=wanted, on=uow.today)
    if person.account_id is None and not leads:
        raise LeaveNeedsLine(name=person.name)
    return LeaveRequester(
        employee_id=wanted,
        name=person.name,
        unit_id=person.unit_id,
        filed_by=filed_by,
        requester_id=person.account_id or filed_by,
    )
