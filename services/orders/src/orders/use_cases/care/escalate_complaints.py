"""Complaints whose deadline has passed go up: each deadline once, with an event and a live notice (rule CARE-3)."""

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import ComplaintHappened
from orders.store.care.complaint_news import tell_escalated
from orders.store.care.complaints import lock_complaints, note, to_escalate

MOST_AT_ONCE = 200


async def escalate_complaints(uow: UnitOfWork) -> int:
    """How many were."""
    ids = await to_escalate(uow, now=uow.now, limit=MOST_AT_ONCE)
    escalated = 0
    for complaint in (await lock_complaints(uow, ids=ids)).values():
        deadline = complaint.escalate(now=uow.now)
        if deadline is None:
            continue
        note(uow, complaint, ComplaintHappened.ESCALATED, deadline=deadline.value)
        tell_escalated(uow, complaint, deadline)
        escalated += 1
    return escalated
