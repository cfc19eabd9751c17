from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.employment import NotOnProbation, ProbationDecision, ProbationNotLonger, ProbationOutcome
from people.domain.ids import shown_employee
from people.domain.organisation.employee import Employee, Stage
from people.store.hiring.employments import add_row
from people.store.organisation.employees import lock_employee


async def decide_probation(
    uow: UnitOfWork, *, employee_id: UUID, expected_version: int, outcome: ProbationOutcome, until: date | None, reason: str
) -> Employee:
    """Confirmed, extended to `until`, or ended: then their leaving is announced beside it (rule ORG-6).

    Raises EmployeeNotFound, VersionStale, NotOnProbation, ProbationNotLonger.
    """
    employee = await lock_employee(uow, employee_id)
    check_version(expected=expected_version, actual=employee.version)
    if employee.stage != Stage.PROBATION:
        raise NotOnProbation(name=employee.name)
    before, until_before = employee.facts(), employee.probation_until
    if outcome == ProbationOutcome.CONFIRMED:
        employee.confirm()
    elif outcome == ProbationOutcome.EXTENDED:
        if until is None or until < uow.today or (until_before is not None and until <= until_before):
            raise ProbationNotLonger(day=until_before)
        employee.extend_probation(until)
    await add_row(
        uow,
        ProbationDecision(
            id=new_id(),
            employee_id=employee_id,
            outcome=outcome,
            decided_on=uow.today,
            until_before=until_before,
            until_after=until if outcome == ProbationOutcome.EXTENDED else None,
            reason=reason,
            decided_by=uow.actor.name,
            decided_at=uow.now,
        ),
    )
    shown = shown_employee(employee_id)
    uow.audit(f"probation.{outcome}", noun="employee", noun_id=shown, before=before, after=employee.facts(), reason=reason or None)
    uow.changed("employee", shown)
    return employee
