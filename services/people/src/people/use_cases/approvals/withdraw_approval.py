from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, NotTheRequester, State
from people.store.approvals.requests import lock_approval
from people.use_cases.approvals.settle_approval import settle_approval


async def withdraw_approval(uow: UnitOfWork, *, approval_id: UUID, expected_version: int, account_id: UUID, reason: str) -> Approval:
    """By who asked, while it waits. Raises NotTheRequester, ApprovalClosed, VersionStale."""
    approval = await lock_approval(uow, approval_id)
    if approval.requester_id != account_id:
        raise NotTheRequester
    approval.must_wait()
    check_version(expected=expected_version, actual=approval.version)
    await settle_approval(uow, approval=approval, outcome=State.WITHDRAWN, comment=reason, deciders=[], by=account_id)
    await uow.session.flush()
    return approval
