from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee
from people.domain.organisation.employee import Employee, EmployeeKind, ProbationEndsEarly, Stage
from people.store.organisation.employees import add_employee, check_account_free
from people.store.organisation.numbers import take_employee_number


@dataclass(frozen=True, kw_only=True)
class NewEmployeeFacts:
    """`contact` in the clear (domain/organisation/contact.py): it is sealed here. With `probation_until` they begin on probation."""

    name: str
    kind: EmployeeKind
    hired_on: date
    probation_until: date | None
    contact: Mapping[str, str]
    account_id: UUID | None


async def create_employee(uow: UnitOfWork, *, facts: NewEmployeeFacts) -> Employee:
    """Their record only: the position is another verb (assign_position). Raises AccountNotFound, AccountTaken, ProbationEndsEarly."""
    if facts.probation_until is not None and facts.probation_until < facts.hired_on:
        raise ProbationEndsEarly
    if facts.account_id is not None:
        await check_account_free(uow, account_id=facts.account_id, employee_id=None)
    employee = Employee(
        id=new_id(),
        number=await take_employee_number(uow),
        name=facts.name,
        account_id=facts.account_id,
        stage=Stage.PROBATION if facts.probation_until else Stage.REGULAR,
        kind=facts.kind,
        hired_on=facts.hired_on,
        probation_until=facts.probation_until,
        left_on=None,
        contact_sealed=uow.sealer.seal(dict(facts.contact)),
        created_at=uow.now,
        version=1,
    )
    await add_employee(uow, employee)
    uow.audit("employee.created", noun="employee", noun_id=shown_employee(employee.id), after=employee.facts())
    uow.changed("employee", shown_employee(employee.id))
    return employee
