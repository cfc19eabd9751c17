from datetime import date
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.organisation.position import Assignment
from people.store.accounts import keep_an_administrator
from people.store.organisation.employees import lock_employee
from people.use_cases.organisation.cut_assignment import cut_assignment


async def end_assignment(
    uow: UnitOfWork, *, employee_id: UUID, assignment_id: UUID, until: date, reason: str, today: date
) -> Assignment | None:
    """`until` is the first day without it. One that has not begun by then never comes: returns None.

    Raises EmployeeNotFound, AssignmentNotFound, DateInThePast, AssignmentEndsTooEarly, LastAdministrator.
    """
    employee = await lock_employee(uow, employee_id)
    if employee.account_id is None:
        return await cut_assignment(uow, employee_id=employee_id, assignment_id=assignment_id, until=until, reason=reason, today=today)
    async with keep_an_administrator(uow, employee.account_id, on=until):
        return await cut_assignment(uow, employee_id=employee_id, assignment_id=assignment_id, until=until, reason=reason, today=today)
