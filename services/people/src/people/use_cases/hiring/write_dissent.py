from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.dissent import Dissent, DissentsFromOneself
from people.domain.hiring.ids import shown
from people.domain.ids import shown_employee
from people.store.hiring.files import add_paper, employee_of_account
from people.store.organisation.employees import lock_employee


@dataclass(frozen=True, kw_only=True)
class DissentFacts:
    """`reference` names the task or order the instruction is about, empty for none."""

    given_by_id: UUID
    reference: str
    instruction: str
    dissent: str


async def write_dissent(uow: UnitOfWork, *, account_id: UUID | None, facts: DissentFacts) -> Dissent:
    """By whoever was told to do it (rule ORG-12). Raises NoEmployee, EmployeeNotFound, DissentsFromOneself."""
    own = await employee_of_account(uow, account_id, on=uow.today)
    given_by = await lock_employee(uow, facts.given_by_id)
    if given_by.id == own.id:
        raise DissentsFromOneself
    dissent = Dissent(
        id=new_id(),
        employee_id=own.id,
        given_by_id=given_by.id,
        reference=facts.reference,
        instruction=facts.instruction,
        dissent=facts.dissent,
        written_at=uow.now,
        version=1,
    )
    await add_paper(uow, dissent)
    uow.audit("dissent.written", noun="dissent", noun_id=shown("dst", dissent.id), after=dissent.facts())
    uow.changed("dissent", shown("dst", dissent.id))
    uow.changed("personnel_file", shown_employee(own.id))
    return dissent
