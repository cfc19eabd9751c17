from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import EmployeeLeft
from people.domain.hiring.employment import Employment
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import LeavingState
from people.domain.ids import shown_account, shown_employee
from people.domain.organisation.employee import Employee
from people.store.hiring.employments import add_row, find_employee_of_leaving, latest_employment, lock_leaving
from people.store.organisation.employees import lock_employee


async def complete_leaving(uow: UnitOfWork, *, leaving_id: UUID) -> Employee:
    """The last day is over, or access ends at once: they have left. The caller ends all access in the same transaction (rule ORG-6).

    Lines of the hand-over list that are not ticked stay open. Raises LeavingNotFound, LeavingOver.
    """
    employee = await lock_employee(uow, await find_employee_of_leaving(uow, leaving_id))
    leaving = await lock_leaving(uow, leaving_id)
    leaving.must_be_planned()
    before = employee.facts()
    leaving.end(LeavingState.DONE, now=uow.now)
    employee.leave(leaving.last_day)
    spell = await latest_employment(uow, employee.id)
    if spell is None or spell.left_on is not None:
        # Was here before requisitions were: the spell is written down now.
        spell = Employment(id=new_id(), employee_id=employee.id, hired_on=employee.hired_on)
        await add_row(uow, spell)
    spell.left_on, spell.leaving_id = leaving.last_day, leaving.id
    await uow.session.flush()
    shown_id = shown_employee(employee.id)
    after: dict[str, object] = {**employee.facts(), "left_on": leaving.last_day.isoformat(), "leaving_id": shown("lvg", leaving_id)}
    uow.audit("employee.left", noun="employee", noun_id=shown_id, before=before, after=after, reason=leaving.reason or None)
    uow.changed("employee", shown_id)
    uow.changed("leaving", shown("lvg", leaving_id))
    account_id = shown_account(employee.account_id) if employee.account_id else None
    uow.publish(EmployeeLeft(employee_id=shown_id, account_id=account_id, last_day=leaving.last_day))
    return employee
