"""A person says of which class a problem is, and which product it is about (rule CARE-6)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.care.buyer_review import BuyerReview, ReviewHappened
from orders.domain.care.review_action import ReviewResult, act_on_reviews
from orders.domain.sku import SkuUnknown
from orders.store.care.problem_trees import classes_now
from orders.store.care.reviews import lock_reviews, note, tell_quality
from orders.store.shops import known_skus


async def classify_reviews(uow: UnitOfWork, *, ids: Sequence[UUID], class_code: str | None, sku: str | None) -> list[ReviewResult]:
    """`class_code` None: no problem at all. `sku` None leaves the SKU. Raises ClassNotThere, SkuUnknown."""
    if class_code is not None:
        (await classes_now(uow)).must_have(class_code)
    if sku and not await known_skus(uow, [sku]):
        raise SkuUnknown(sku=sku, errors=[FieldError(pointer="/sku", code="sku_unknown", zh="没有这个 SKU", en="there is no such SKU")])
    reviews = await lock_reviews(uow, ids)
    done: list[BuyerReview] = []

    def act(review: BuyerReview) -> None:
        before = review.class_code
        review.classify(class_code, sku=sku, by=uow.actor.name)
        note(uow, review, ReviewHappened.CLASSIFIED, before=before, class_code=class_code, sku=sku)
        done.append(review)

    results = act_on_reviews(ids, reviews, act)
    await uow.session.flush()
    await tell_quality(uow, done)
    return results
