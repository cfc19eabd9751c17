"""Reviews come in, from shops, files and people: each exists once, a newer one is a version of it (rule CARE-6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from contracts.orders import ReceivedReview, ReviewsReceived
from orders.domain.care.buyer_review import (
    REVIEW,
    BuyerReview,
    BuyerReviewVersion,
    FollowUp,
    Malice,
    ReviewHappened,
    ReviewShopNotYours,
    ReviewsRefused,
)
from orders.domain.care.feedback_policy import FeedbackParameters
from orders.domain.care.review_mistakes import mistakes_in
from orders.domain.care.review_told import ReviewSource, ReviewTold, TakenOutcome, after_delivery_s, plain_words
from orders.store.care.feedback_policies import feedback_policy_at
from orders.store.care.problem_trees import classes_now
from orders.store.care.reviews import Subjects, kept_reviews, lock_shops, note, read_subjects, tell_quality


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`review_id` of one that is stale is that of the newer version we have."""

    told: ReviewTold
    review_id: UUID
    outcome: TakenOutcome


async def take_reviews(uow: UnitOfWork, *, told: Sequence[ReviewTold], source: ReviewSource) -> list[Taken]:
    """What became of each, in order; all or none. Raises ReviewShopNotYours, ReviewsRefused."""
    foreign = next((one.shop_id for one in told if not uow.actor.sees_shop(one.shop_id)), None)
    if foreign is not None:
        raise ReviewShopNotYours(shop_id=foreign)
    shops = await lock_shops(uow, {one.shop_id for one in told})
    mistakes = mistakes_in(told, shops=shops, now=uow.now)
    if mistakes:
        raise ReviewsRefused(count=len(mistakes), errors=[mistake.in_body() for mistake in mistakes])
    version, policy = await feedback_policy_at(uow, moment=uow.now)
    kept = await kept_reviews(uow, [one.key for one in told])
    subjects = await read_subjects(uow, told)
    told = [_as_kept(one, kept.get(one.key), subjects) for one in told]
    results: list[Taken] = []
    changed: list[BuyerReview] = []
    for one in told:
        review, outcome = _take(uow, one, kept.get(one.key), subjects, policy, source=source, policy_version=version)
        results.append(Taken(told=one, review_id=review.id, outcome=outcome))
        if outcome in (TakenOutcome.MADE, TakenOutcome.UPDATED):
            changed.append(review)
    await _classify(uow, changed)
    await uow.session.flush()
    await tell_quality(uow, changed)
    _tell(uow, [one.told for one in results if one.outcome in (TakenOutcome.MADE, TakenOutcome.UPDATED)], changed, subjects)
    return results


def _as_kept(told: ReviewTold, kept: BuyerReview | None, subjects: Subjects) -> ReviewTold:
    """Of an erased buyer, and of what was kept long enough, the stars count; words and pictures stay as they are kept (rule ORD-5)."""
    order = subjects.order_of(told)
    erased, outdated = order is not None and order.erased, kept is not None and kept.words_removed_at is not None
    if not erased and not outdated:
        return told
    return replace(told, text="" if kept is None else kept.text, pictures=() if kept is None else kept.pictures)


def _take(
    uow: UnitOfWork,
    told: ReviewTold,
    kept: BuyerReview | None,
    subjects: Subjects,
    policy: FeedbackParameters,
    *,
    source: ReviewSource,
    policy_version: int,
) -> tuple[BuyerReview, TakenOutcome]:
    if kept is None:
        review = _new(uow, told, subjects, policy, source=source, policy_version=policy_version)
        uow.session.add(review)
        _keep_version(uow, review)
        note(uow, review, ReviewHappened.TAKEN, source=str(source), stars=told.stars)
        return review, TakenOutcome.MADE
    if told.modified_at < kept.modified_at:
        return kept, TakenOutcome.STALE
    if told.content == (kept.stars, kept.text, tuple(kept.pictures)):
        # Said again later: what was written in between and is told after it is older than this.
        kept.modified_at = max(kept.modified_at, told.modified_at)
        return kept, TakenOutcome.UNCHANGED
    stars = kept.stars
    kept.edit(told, policy)
    kept.policy_version = policy_version
    _keep_version(uow, kept)
    note(uow, kept, ReviewHappened.EDITED, stars_before=stars, stars=told.stars)
    return kept, TakenOutcome.UPDATED


def _new(
    uow: UnitOfWork, told: ReviewTold, subjects: Subjects, policy: FeedbackParameters, *, source: ReviewSource, policy_version: int
) -> BuyerReview:
    order = subjects.order_of(told)
    sku, product = subjects.product_of(told)
    bad = policy.is_bad(told.stars)
    return BuyerReview(
        id=new_id(), shop_id=told.shop_id, platform_review_no=told.platform_review_no, platform_order_no=told.platform_order_no,
        order_id=None if order is None else order.id, sku=sku, product=product, stars=told.stars, text=told.text,
        pictures=list(told.pictures), written_at=told.written_at, modified_at=told.modified_at,
        received_at=uow.now, source=source, edits=0, bad=bad, policy_version=policy_version, class_code=None, classified_by="", answer="",
        answer_id=None, answer_due_at=policy.answer_due(told.stars, received_at=uow.now), answered_at=None, answered_by="",
        follow_up=FollowUp.NEEDED if bad else FollowUp.NONE, follow_up_note="", followed_up_at=None, followed_up_by="", complaint_id=None,
        malice=Malice.NONE, malice_evidence=[], words_removed_at=None, version=1,
    )  # fmt: skip


def _keep_version(uow: UnitOfWork, review: BuyerReview) -> None:
    uow.session.add(
        BuyerReviewVersion(
            review_id=review.id, edit=review.edits, stars=review.stars, text=review.text, pictures=review.pictures,
            modified_at=review.modified_at, received_at=uow.now,
        )
    )  # fmt: skip


async def _classify(uow: UnitOfWork, reviews: Sequence[BuyerReview]) -> None:
    """Bad ones by their words, unless a person has said what it is."""
    classes = await classes_now(uow)
    for review in reviews:
        if not review.classified_by:
            review.class_code = classes.of_text(review.text) if review.bad else None


def _tell(uow: UnitOfWork, told: Sequence[ReviewTold], reviews: Sequence[BuyerReview], subjects: Subjects) -> None:
    if not reviews:
        return
    taken = [_taken(uow, review, one, subjects) for review, one in zip(reviews, told, strict=True)]
    uow.publish(ReviewsReceived(reviews=taken, received_at=uow.now))


def _taken(uow: UnitOfWork, review: BuyerReview, told: ReviewTold, subjects: Subjects) -> ReceivedReview:
    order = subjects.order_of(told)
    plain = plain_words(told.text)
    return ReceivedReview(
        review_id=show_id(REVIEW, review.id),
        shop_id=review.shop_id,
        platform_review_no=review.platform_review_no,
        order_id=None if order is None else show_id("ord", order.id),
        sku=review.sku,
        stars=review.stars,
        bad=review.bad,
        text_digest=uow.sealer.digest(f"review:{plain}")[:32] if plain else None,
        after_delivery_s=None if order is None else after_delivery_s(review.written_at, order.delivered_at),
        written_at=review.written_at,
    )
