"""A complaint was opened, answered, handed on or closed: what it says of products and of service (rules CARE-4, CARE-6, CARE-7)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint, ComplaintSource
from orders.domain.care.quality import QualityKind, Told
from orders.domain.care.service_figures import FactKind, seconds_between
from orders.store.care.case_facts import complaint_facts, only_sku
from orders.store.care.problem_trees import classes_now
from orders.store.care.quality_entries import put_quality
from orders.store.care.service_facts import put_service_facts

TOLD_ELSEWHERE = (ComplaintSource.REVIEW, ComplaintSource.CASE)
"""The problem behind it is counted by the review or the case it comes from."""


async def follow_complaint(uow: UnitOfWork, *, complaint_id: UUID) -> None:
    """As it stands now. Nothing for one that is not there."""
    facts = await complaint_facts(uow, complaint_id)
    if facts is None:
        return
    complaint, was_late = facts
    classes = await classes_now(uow)
    told = Told(
        kind=QualityKind.COMPLAINT,
        subject_id=complaint.id,
        number=complaint.number,
        at=complaint.opened_at,
        shop_id=complaint.shop_id,
        order_id=complaint.order_id,
        customer_id=complaint.customer_id,
        skus=await only_sku(uow, complaint.order_id),
        class_code=None if complaint.source in TOLD_ELSEWHERE else classes.of_complaint_kind(complaint.kind),
        facts={
            "complaint_kind": complaint.kind,
            "state": complaint.state,
            "responsible": complaint.responsible,
            "reopened": complaint.reopened,
        },
    )
    await put_quality(uow, [told])
    await put_service_facts(uow, [_service_fact(complaint, was_late=was_late)])


def _service_fact(complaint: Complaint, *, was_late: bool) -> dict[str, object]:
    return {
        "kind": str(FactKind.COMPLAINT),
        "subject_id": complaint.id,
        "number": complaint.number,
        "shop_id": complaint.shop_id,
        "order_id": complaint.order_id,
        "person_id": complaint.assignee_id or "",
        "person": complaint.assignee_name,
        "at": complaint.opened_at,
        "first_answer_s": seconds_between(complaint.opened_at, complaint.answered_at),
        "solution_s": seconds_between(complaint.opened_at, complaint.closed_at),
        "satisfaction": None,
        "repeated": complaint.reopened > 0,
        # Both deadlines, each time it was opened; None while it can still be either.
        "in_time": False if was_late else None if complaint.closed_at is None else True,
    }
