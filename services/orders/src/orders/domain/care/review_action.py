"""What a person does to many reviews at once: each has its own result, and one that refuses does not spoil the rest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import Refusal
from orders.domain.care.buyer_review import BuyerReview, ReviewNotFound

MOST_REVIEWS = 100


@dataclass(frozen=True, kw_only=True)
class ReviewResult:
    """`refusal` None: it was done. `number` is "" where there is no such review to see."""

    review_id: UUID
    number: str
    refusal: Refusal | None


def act_on_reviews(ids: Sequence[UUID], reviews: Mapping[UUID, BuyerReview], act: Callable[[BuyerReview], None]) -> list[ReviewResult]:
    """`act` refuses before it changes anything. A repeated id is done once."""
    return [_act(review_id, reviews.get(review_id), act) for review_id in dict.fromkeys(ids)]


def _act(review_id: UUID, review: BuyerReview | None, act: Callable[[BuyerReview], None]) -> ReviewResult:
    if review is None:
        return ReviewResult(review_id=review_id, number="", refusal=ReviewNotFound())
    refused: Refusal | None = None
    try:
        act(review)
    except Refusal as refusal:
        refused = refusal
    return ReviewResult(review_id=review_id, number=review.platform_review_no, refusal=refused)
