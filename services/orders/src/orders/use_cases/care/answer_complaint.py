"""The buyer gets the first answer (rule CARE-3)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintHappened
from orders.store.care.complaint_news import tell_answered
from orders.store.care.complaints import keep_colleague, lock_complaint, note


async def answer_complaint(uow: UnitOfWork, *, complaint_id: UUID, text: str) -> Complaint:
    """Raises ComplaintNotFound, ComplaintClosed, ComplaintAnswered."""
    complaint = await lock_complaint(uow, complaint_id)
    actor = uow.actor
    in_time = complaint.answer(now=uow.now, by=actor.name, by_id=actor.id)
    complaint.take_over(by=actor.name, by_id=actor.id)
    await keep_colleague(uow)
    note(uow, complaint, ComplaintHappened.ANSWERED, text=text, in_time=in_time)
    tell_answered(uow, complaint, in_time=in_time)
    return complaint
