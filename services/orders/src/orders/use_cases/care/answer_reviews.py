"""Reviews are answered, by hand or with a standard answer (rule CARE-6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import ReviewAnswered
from orders.domain.care.buyer_review import REVIEW, AnsweredAlready, BuyerReview, ReviewHappened
from orders.domain.care.review_action import ReviewResult, act_on_reviews
from orders.domain.care.standard_answer import AnswerLanguage
from orders.store.care.reviews import lock_reviews, note, placeholder_facts
from orders.store.care.standard_answers import load_answer


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Either `text`, or `answer_id` with the language that it is given in."""

    text: str
    answer_id: UUID | None
    language: AnswerLanguage


async def answer_reviews(uow: UnitOfWork, *, ids: Sequence[UUID], wording: Wording) -> list[ReviewResult]:
    """At most 100; a result for each. Raises StandardAnswerNotFound."""
    reviews = await lock_reviews(uow, ids)
    # After the reviews, and in one order with them everywhere: many clerks give the same answer at the same moment.
    standard = None if wording.answer_id is None else await load_answer(uow, wording.answer_id, lock=True)
    facts = {one.id: await placeholder_facts(uow, one) for one in reviews.values()} if standard is not None else {}

    def act(review: BuyerReview) -> None:
        if review.answered_at is not None:
            raise AnsweredAlready(by=review.answered_by)
        text = wording.text if standard is None else standard.fill(wording.language, facts[review.id])
        review.give_answer(text, answer_id=wording.answer_id, by=uow.actor.name, now=uow.now)
        note(uow, review, ReviewHappened.ANSWERED, standard_answer=None if standard is None else standard.title)
        uow.publish(_event(uow, review))

    results = act_on_reviews(ids, reviews, act)
    given = sum(one.refusal is None for one in results)
    if standard is not None and given:
        standard.uses += given
        standard.last_used_at = uow.now
        uow.changed("standard_answer", show_id("ans", standard.id))
    return results


def _event(uow: UnitOfWork, review: BuyerReview) -> ReviewAnswered:
    return ReviewAnswered(
        review_id=show_id(REVIEW, review.id),
        shop_id=review.shop_id,
        platform_review_no=review.platform_review_no,
        platform_order_no=review.platform_order_no,
        stars=review.stars,
        bad=review.bad,
        answer=review.answer,
        in_time=review.answered_in_time,
        by=uow.actor.name,
        by_id=uow.actor.id,
        received_at=review.received_at,
        answered_at=uow.now,
    )
