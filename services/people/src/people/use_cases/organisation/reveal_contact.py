"""Personal data is shown in full one person at a time, with a reason that is logged (rule ORG-6)."""

from uuid import UUID

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee
from people.domain.organisation.contact import ContactUnreadable
from people.store.organisation.employees import lock_employee


async def reveal_contact(uow: UnitOfWork, *, employee_id: UUID, reason: str) -> dict[str, str]:
    """Raises EmployeeNotFound, ContactUnreadable. The audit entry is written in the same transaction as the answer."""
    employee = await lock_employee(uow, employee_id)
    try:
        contact = uow.sealer.open(employee.contact_sealed)
    except SealBroken as error:
        raise ContactUnreadable(number=employee.number) from error
    uow.audit("employee.contact_revealed", noun="employee", noun_id=shown_employee(employee_id), reason=reason)
    return contact
