"""A review is marked as malicious with evidence, appealed at its platform, and what the platform said is written down (rule CARE-6)."""

from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import BuyerReview, Malice, ReviewHappened
from orders.store.care.reviews import lock_review, note, tell_quality

HAPPENED = {
    Malice.MARKED: ReviewHappened.MARKED_MALICIOUS,
    Malice.NONE: ReviewHappened.MARK_TAKEN_BACK,
    Malice.APPEALED: ReviewHappened.APPEALED,
    Malice.UPHELD: ReviewHappened.APPEAL_UPHELD,
    Malice.REFUSED: ReviewHappened.APPEAL_REFUSED,
}


async def judge_malice(
    uow: UnitOfWork, *, review_id: UUID, version: int, malice: Malice, evidence: list[str] | None, reason: str
) -> BuyerReview:
    """`evidence` None leaves what there is. Raises ReviewNotFound, VersionStale, MaliceStepNotAllowed."""
    review = await lock_review(uow, review_id)
    check_version(expected=version, actual=review.version)
    review.become(malice, evidence=evidence)
    note(uow, review, HAPPENED[malice], reason=reason, evidence=evidence)
    await uow.session.flush()
    await tell_quality(uow, [review])
    return review
