"""A bad review is followed up: a complaint is opened for it, or somebody writes why none is (rules CARE-6, CARE-3)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import REVIEW, BuyerReview, FollowUp, ReviewHappened
from orders.domain.care.complaint import ComplaintSource
from orders.domain.care.policy import ComplaintKind
from orders.store.care.reviews import lock_review, note
from orders.use_cases.care.open_complaint import Grievance, open_complaint


async def follow_up_review(uow: UnitOfWork, *, review_id: UUID, version: int, complaint: ComplaintKind | None, reason: str) -> BuyerReview:
    """`complaint` None: no complaint, for `reason`. Raises ReviewNotFound, VersionStale, NothingToFollowUp."""
    review = await lock_review(uow, review_id)
    check_version(expected=version, actual=review.version)
    review.must_need_follow_up()
    if complaint is None:
        review.follow_up_as(FollowUp.NOTED, note=reason, complaint_id=None, by=uow.actor.name, now=uow.now)
        note(uow, review, ReviewHappened.FOLLOW_UP_NOTED, reason=reason)
        return review
    received = await open_complaint(uow, grievance=_grievance(review, complaint, reason))
    opened = received.complaint
    review.follow_up_as(FollowUp.COMPLAINT, note=reason, complaint_id=opened.id, by=uow.actor.name, now=uow.now)
    note(uow, review, ReviewHappened.COMPLAINT_OPENED, reason=reason, complaint=opened.number)
    return review


def _grievance(review: BuyerReview, kind: ComplaintKind, reason: str) -> Grievance:
    # A buyer who makes a review worse after its complaint is told of once more: another version of it is another reference.
    return Grievance(
        kind=kind,
        text="\n".join(one for one in (review.text, reason) if one),
        source=ComplaintSource.REVIEW,
        shop_id=review.shop_id,
        order_id=review.order_id,
        source_ref=f"{show_id(REVIEW, review.id)}/{review.edits}",
    )
