"""The buyer comes back after a complaint was closed: it is answered and solved anew, and counts as repeat contact (rules CARE-3, CARE-7)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintHappened
from orders.domain.care.policy import ComplaintKind
from orders.store.care.complaint_news import tell_opened
from orders.store.care.complaints import bring_back, find_colleague, keep_colleague, lock_complaint, nobody_leaves_desk, note
from orders.store.care.policies import care_policy_at


async def reopen_complaint(uow: UnitOfWork, *, complaint_id: UUID, reason: str) -> Complaint:
    """Raises ComplaintNotFound, ComplaintNotClosed."""
    await nobody_leaves_desk(uow)
    complaint = await lock_complaint(uow, complaint_id)
    version, policy = await care_policy_at(uow, moment=uow.now)
    kind, zone = ComplaintKind(complaint.kind), uow.frame.zone
    complaint.reopen(
        answer_due=policy.answer_due(kind, since=uow.now, zone=zone), solve_due=policy.solve_due(kind, since=uow.now, zone=zone)
    )
    complaint.policy_version = version
    await keep_colleague(uow)
    note(uow, complaint, ComplaintHappened.REOPENED, reason=reason, times=complaint.reopened)
    await _back_from_who_left(uow, complaint)
    tell_opened(uow, complaint)
    return complaint


async def _back_from_who_left(uow: UnitOfWork, complaint: Complaint) -> None:
    """Who had it when it was closed may not be there any more."""
    if complaint.assignee_id is not None and await find_colleague(uow, complaint.assignee_id) is None:
        bring_back(uow, complaint)
