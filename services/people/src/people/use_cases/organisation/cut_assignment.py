from datetime import date
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_assignment, shown_employee, shown_position
from people.domain.organisation.day import DateInThePast
from people.domain.organisation.position import Assignment, AssignmentEndsTooEarly, AssignmentNotFound
from people.store.organisation.employees import lock_employee
from people.store.organisation.positions import delete_assignment, lock_assignment


async def cut_assignment(
    uow: UnitOfWork, *, employee_id: UUID, assignment_id: UUID, until: date, reason: str, today: date
) -> Assignment | None:
    """Ends it on a day as part of something larger, which looks after administrators. `until` is the first day without it. One that has not begun by then never comes: returns None.

    Raises EmployeeNotFound, AssignmentNotFound, DateInThePast, AssignmentEndsTooEarly.
    """
    await lock_employee(uow, employee_id)
    assignment = await lock_assignment(uow, assignment_id)
    if assignment.employee_id != employee_id:
        raise AssignmentNotFound
    if assignment.valid_until is not None and assignment.valid_until <= today:
        raise DateInThePast(day=assignment.valid_until)
    if until < today:
        raise DateInThePast(day=until)
    before = assignment.facts()
    noun_id = shown_assignment(assignment_id)
    uow.changed("employee", shown_employee(employee_id))
    uow.changed("position", shown_position(assignment.position_id))
    if until <= assignment.valid_from:
        if assignment.valid_from < today:
            raise AssignmentEndsTooEarly(day=assignment.valid_from)
        await delete_assignment(uow, assignment_id)
        uow.audit("assignment.withdrawn", noun="assignment", noun_id=noun_id, before=before, reason=reason or None)
        return None
    if assignment.valid_until is not None and until > assignment.valid_until:
        raise AssignmentEndsTooEarly(day=assignment.valid_from)
    assignment.valid_until = until
    await uow.session.flush()
    uow.audit("assignment.ended", noun="assignment", noun_id=noun_id, before=before, after=assignment.facts(), reason=reason or None)
    return assignment
