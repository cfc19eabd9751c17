"""Loads and saves employees."""

from uuid import UUID

from sqlalchemy import select

from chassis.uow import UnitOfWork
from people.domain.account import Account, AccountNotFound
from people.domain.organisation.employee import AccountTaken, Employee, EmployeeNotFound


async def add_employee(uow: UnitOfWork, employee: Employee) -> None:
    uow.session.add(employee)
    await uow.session.flush()


async def lock_employee(uow: UnitOfWork, employee_id: UUID) -> Employee:
    """Raises EmployeeNotFound."""
    employee = await uow.session.scalar(select(Employee).where(Employee.id == employee_id).with_for_update())
    if employee is None:
        raise EmployeeNotFound
    return employee


async def check_account_free(uow: UnitOfWork, *, account_id: UUID, employee_id: UUID | None) -> None:
    """Locks the account, so that two who ask at once come one after the other. Raises AccountNotFound, AccountTaken."""
    if await uow.session.scalar(select(Account.id).where(Account.id == account_id).with_for_update()) is None:
        raise AccountNotFound
    owner = await uow.session.scalar(select(Employee).where(Employee.account_id == account_id))
    if owner is not None and owner.id != employee_id:
        raise AccountTaken(name=owner.name)
