from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.papers import Contract
from people.domain.ids import shown_employee
from people.store.hiring.files import lock_contract


async def end_contract(uow: UnitOfWork, *, employee_id: UUID, contract_id: UUID, expected_version: int, on: date, reason: str) -> Contract:
    """Raises ContractNotFound, VersionStale, ContractOver, ContractDaysWrong."""
    contract = await lock_contract(uow, employee_id=employee_id, contract_id=contract_id)
    check_version(expected=expected_version, actual=contract.version)
    before = contract.facts()
    contract.end(on=on, reason=reason)
    await uow.session.flush()
    shown = shown_employee(employee_id)
    after: dict[str, object] = {**contract.facts(), "ended_on": on.isoformat()}
    uow.audit("contract.ended", noun="employee", noun_id=shown, before=before, after=after, reason=reason)
    uow.changed("personnel_file", shown)
    return contract
