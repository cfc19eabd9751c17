"""What buyers wrote and showed goes when the retention policy's months are over; that it was there stays (rule ORD-5; domain.md TR-11)."""

from collections import Counter

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import REVIEW
from orders.domain.care.mediation import NOUN as MEDIATION
from orders.domain.care.mediation import PREFIX as MEDIATION_PREFIX
from orders.domain.customers.erasure import before_months
from orders.store.customers.erasing import retention_policy_at
from orders.store.customers.outdated_words import remove_evidence, remove_words_of_reviews


async def remove_outdated_words(uow: UnitOfWork, *, most: int) -> int:
    """Up to `most` reviews and as many pictures; how many went."""
    version, policy = await retention_policy_at(uow, moment=uow.now)
    gone = 0
    if policy.review_months is not None:
        reviews = await remove_words_of_reviews(uow, before=before_months(uow.now, policy.review_months), most=most)
        for review in reviews:
            _trace(uow, "buyer_review.words_removed", "buyer_review", show_id(REVIEW, review), version=version)
        gone += len(reviews)
    if policy.evidence_months is not None:
        pictures = Counter(await remove_evidence(uow, before=before_months(uow.now, policy.evidence_months), most=most))
        for mediation, count in pictures.items():
            _trace(uow, "mediation.evidence_removed", MEDIATION, show_id(MEDIATION_PREFIX, mediation), version=version, pictures=count)
        gone += pictures.total()
    return gone


def _trace(uow: UnitOfWork, action: str, noun: str, noun_id: str, *, version: int, **facts: object) -> None:
    uow.audit(action, noun=noun, noun_id=noun_id, after={"policy_version": version, **facts})
    uow.changed(noun, noun_id)
