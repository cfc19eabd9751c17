from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval
from people.domain.approvals.kinds import kinds
from people.store.approvals.deciders import Fit, have_delegated


async def find_away(uow: UnitOfWork, *, approval: Approval, people: Sequence[Fit]) -> set[UUID]:
    """Accounts of those who are absent today and have left nobody in their place."""
    employees = {one.employee_id: one.account_id for one in people if one.employee_id is not None}
    if not employees:
        return set()
    absent = await kinds.absent(uow.session, list(employees), uow.today)
    away = {employees[one] for one in absent if one in employees}
    return away - await have_delegated(uow, away, kind=approval.kind, requester_id=approval.requester_id) if away else away
