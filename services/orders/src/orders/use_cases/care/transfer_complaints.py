"""Complaints are handed to a colleague: up to 100 at once, each with its own result (rule CARE-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import FieldError, Refusal
from chassis.uow import UnitOfWork
from orders.domain.care.colleague import Colleague, ColleagueOfOtherShops, ColleagueUnknown
from orders.domain.care.complaint import Complaint, ComplaintHappened, ComplaintNotFound
from orders.store.care.complaint_news import tell_assigned
from orders.store.care.complaints import find_colleague, keep_colleague, lock_complaints, nobody_leaves_desk, note

MOST_COMPLAINTS = 100


@dataclass(frozen=True, kw_only=True)
class TransferResult:
    """`refusal` None: it was done. `number` is "" where there is no such complaint to see."""

    complaint_id: UUID
    number: str
    refusal: Refusal | None


async def transfer_complaints(uow: UnitOfWork, *, ids: Sequence[UUID], to_id: str, reason: str) -> list[TransferResult]:
    """Raises ColleagueUnknown. To whom has them already nothing is handed a second time."""
    await nobody_leaves_desk(uow)
    # Complaints before colleagues, as whoever answers one locks them.
    complaints = await lock_complaints(uow, ids=ids, actor=uow.actor)
    await keep_colleague(uow)
    colleague = await find_colleague(uow, to_id)
    if colleague is None:
        wrong = FieldError(pointer="/to_id", code="colleague_unknown", zh="没有此同事", en="is no colleague at the desk")
        raise ColleagueUnknown(errors=[wrong])
    return [_result(uow, complaint_id, complaints.get(complaint_id), colleague, reason) for complaint_id in dict.fromkeys(ids)]


def _result(uow: UnitOfWork, complaint_id: UUID, complaint: Complaint | None, colleague: Colleague, reason: str) -> TransferResult:
    if complaint is None:
        return TransferResult(complaint_id=complaint_id, number="", refusal=ComplaintNotFound())
    refused: Refusal | None = None
    try:
        _transfer(uow, complaint, colleague, reason)
    except Refusal as refusal:
        refused = refusal
    return TransferResult(complaint_id=complaint_id, number=complaint.number, refusal=refused)


def _transfer(uow: UnitOfWork, complaint: Complaint, colleague: Colleague, reason: str) -> None:
    complaint.must_be_open()
    if not colleague.sees(complaint.shop_id):
        raise ColleagueOfOtherShops(name=colleague.name, number=complaint.number)
    if complaint.assignee_id == colleague.account_id:
        return
    before = complaint.assignee_name
    complaint.hand_to(account_id=colleague.account_id, name=colleague.name)
    note(uow, complaint, ComplaintHappened.TRANSFERRED, reason=reason or None, to=colleague.name, before=before or None)
    tell_assigned(uow, complaint)
