"""What was done about a complaint is written down (rule CARE-3)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintHappened
from orders.store.care.complaint_news import tell_assigned
from orders.store.care.complaints import keep_colleague, lock_complaint, note


async def note_on_complaint(uow: UnitOfWork, *, complaint_id: UUID, text: str) -> Complaint:
    """Raises ComplaintNotFound."""
    complaint = await lock_complaint(uow, complaint_id)
    if complaint.take_over(by=uow.actor.name, by_id=uow.actor.id):
        tell_assigned(uow, complaint)
    complaint.version += 1
    await keep_colleague(uow)
    note(uow, complaint, ComplaintHappened.NOTED, text=text)
    return complaint
