from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.papers import Contract, ContractDaysWrong
from people.domain.ids import shown_employee
from people.store.hiring.files import add_paper
from people.store.organisation.employees import lock_employee


@dataclass(frozen=True, kw_only=True)
class ContractFacts:
    """`terms` in the clear, sealed here."""

    number: str
    kind: str
    signed_on: date
    valid_from: date
    valid_until: date | None
    terms: str


async def note_contract(uow: UnitOfWork, *, employee_id: UUID, facts: ContractFacts) -> Contract:
    """Raises EmployeeNotFound, ContractDaysWrong."""
    employee = await lock_employee(uow, employee_id)
    if facts.valid_until is not None and facts.valid_until < facts.valid_from:
        raise ContractDaysWrong
    contract = Contract(
        id=new_id(),
        employee_id=employee.id,
        number=facts.number,
        kind=facts.kind,
        signed_on=facts.signed_on,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        terms_sealed=uow.sealer.seal({"text": facts.terms}),
        noted_by=uow.actor.name,
        noted_at=uow.now,
        version=1,
    )
    await add_paper(uow, contract)
    shown = shown_employee(employee_id)
    uow.audit("contract.noted", noun="employee", noun_id=shown, after=contract.facts())
    uow.changed("personnel_file", shown)
    return contract
