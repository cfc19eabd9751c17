"""A complaint is closed, with who was responsible and what gets better (rule CARE-3)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintHappened, Responsible
from orders.store.care.complaint_news import tell_closed
from orders.store.care.complaints import keep_colleague, lock_complaint, note


async def close_complaint(uow: UnitOfWork, *, complaint_id: UUID, responsible: Responsible, improvement: str) -> Complaint:
    """Raises ComplaintNotFound, ComplaintClosed, ComplaintNotAnswered."""
    complaint = await lock_complaint(uow, complaint_id)
    actor = uow.actor
    in_time = complaint.close(responsible=responsible, improvement=improvement, now=uow.now, by=actor.name, by_id=actor.id)
    complaint.take_over(by=actor.name, by_id=actor.id)
    await keep_colleague(uow)
    note(uow, complaint, ComplaintHappened.CLOSED, responsible=str(responsible), improvement=improvement, in_time=in_time)
    tell_closed(uow, complaint, in_time=in_time)
    return complaint
