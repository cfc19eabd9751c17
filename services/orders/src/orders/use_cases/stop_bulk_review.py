"""A bulk action is stopped where it is."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.bulk_review import BulkReview
from orders.store.bulk_reviews import lock_own_bulk_review, note_bulk_review


async def stop_bulk_review(uow: UnitOfWork, *, review_id: UUID) -> BulkReview:
    """What is done stays so. Raises BulkReviewNotFound, BulkReviewEnded."""
    review = await lock_own_bulk_review(uow, review_id=review_id, actor=uow.actor)
    review.stop(now=uow.now)
    note_bulk_review(uow, review, "stopped", after={"done": review.done, "refused": review.refused, "total": review.total})
    return review
