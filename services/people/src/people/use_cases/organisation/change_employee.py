from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee
from people.domain.organisation.contact import ContactUnreadable
from people.domain.organisation.employee import Employee, EmployeeHasLeft, ProbationEndsEarly, Stage
from people.store.organisation.employees import check_account_free, lock_employee
from people.store.organisation.positions import assignments_of
from people.store.rights import check_own_rise


async def change_employee(
    uow: UnitOfWork, *, employee_id: UUID, expected_version: int, wish: Mapping[str, Any], contact: Mapping[str, str] | None
) -> Employee:
    """`wish` holds name, kind, probation_until, account_id; `contact` replaces the fields that it names.

    Raises EmployeeNotFound, VersionStale, EmployeeHasLeft, AccountNotFound, AccountTaken, ProbationEndsEarly, ContactUnreadable,
    GrantsMoreThanHeld (one's own account for somebody with positions).
    """
    employee = await lock_employee(uow, employee_id)
    check_version(expected=expected_version, actual=employee.version)
    if employee.stage == Stage.LEFT:
        raise EmployeeHasLeft(name=employee.name)
    if wish.get("account_id") is not None:
        await check_account_free(uow, account_id=wish["account_id"], employee_id=employee_id)
        held = [one.position_id for one in await assignments_of(uow, employee_id)]
        await check_own_rise(uow, account_id=wish["account_id"], positions=held)
    before = employee.facts()
    for name, value in wish.items():
        setattr(employee, name, value)
    if employee.probation_until is not None and employee.probation_until < employee.hired_on:
        raise ProbationEndsEarly
    if contact:
        try:
            known = uow.sealer.open(employee.contact_sealed)
        except SealBroken as error:
            raise ContactUnreadable(number=employee.number) from error
        employee.contact_sealed = uow.sealer.seal({**known, **contact})
    employee.version += 1
    await uow.session.flush()
    after = employee.facts() | ({"contact_changed": sorted(contact)} if contact else {})
    uow.audit("employee.changed", noun="employee", noun_id=shown_employee(employee_id), before=before, after=after)
    uow.changed("employee", shown_employee(employee_id))
    return employee
