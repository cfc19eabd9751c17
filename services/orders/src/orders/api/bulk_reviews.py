"""Release, hold or cancel all orders that match a filter: thousands in one call, with progress."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from orders.api.exports import told_filter
from orders.api.order_filters import OrderFilters
from orders.domain.bulk_review import MOST_ORDERS, BulkReview, Verb
from orders.domain.reasons import Stage
from orders.permissions import Permission
from orders.queries.bulk_reviews import (
    BulkRefusal,
    BulkReviewId,
    BulkReviewOut,
    find_bulk_review,
    find_bulk_reviews,
    find_refusals,
)
from orders.queries.order_list import Asked, find_order_ids
from orders.use_cases.ask_bulk_review import ask_bulk_review
from orders.use_cases.stop_bulk_review import stop_bulk_review

router = transactional_router("/v1/bulk-reviews", tag="bulk_reviews")
Filters = Annotated[OrderFilters, Depends()]
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ))]
LARGEST_PLACE = 2**31 - 1


class AskBulkReview(Body):
    """`reason` is needed to hold and to cancel. `stage` left out: to release, all stages that you review; to hold, the first of them."""

    verb: Verb
    stage: Literal["service", "finance"] | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


class Matching(BaseModel):
    """`capped`: more match than one call may mean."""

    count: int
    capped: bool


@router.get("/matching")
async def count_matching_orders(reader: Reader, filters: Filters, actor: ReadingActor, context: Here) -> Matching:
    """How many orders a bulk action with this filter would mean now."""
    found = len(await find_order_ids(reader, asked_for(filters, actor, context)))
    return Matching(count=min(found, MOST_ORDERS), capped=found > MOST_ORDERS)


@router.post("", status_code=202, dependencies=[ONCE])
async def review_all_matching(body: AskBulkReview, filters: Filters, uow: Uow, actor: ReadingActor, context: Here) -> BulkReviewOut:
    """The orders that match now, at most 50,000, are worked on after the answer; each has its own result, and one that refuses spoils no other."""
    asked = asked_for(filters, actor, context)
    review = await ask_bulk_review(
        uow,
        verb=body.verb,
        reason=body.reason,
        asked={name: str(value) for name, value in told_filter(asked.wanted).items()},
        order_ids=await find_order_ids(uow.session, asked),
        stage=None if body.stage is None else Stage(body.stage),
    )
    return shown(review)


@router.get("")
async def list_bulk_reviews(reader: Reader, paging: Paging, actor: ReadingActor) -> Page[BulkReviewOut]:
    """Those you asked for, newest first."""
    (before,) = paging.after(UUID) or (None,)
    found = await find_bulk_reviews(reader, actor=actor, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.get("/{review_id}")
async def get_bulk_review(review_id: BulkReviewId, reader: Reader, actor: ReadingActor) -> BulkReviewOut:
    """How far it is."""
    return await find_bulk_review(reader, review_id=review_id, actor=actor)


@router.get("/{review_id}/refusals")
async def list_bulk_refusals(review_id: BulkReviewId, reader: Reader, paging: Paging, actor: ReadingActor) -> Page[BulkRefusal]:
    """The orders that were not done, and why."""
    await find_bulk_review(reader, review_id=review_id, actor=actor)
    (after,) = paging.after(int) or (0,)
    found = await find_refusals(reader, review_id=review_id, after=max(0, min(after, LARGEST_PLACE)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.place) if last else None)


@router.post("/{review_id}/stop", dependencies=[ONCE])
async def stop_going_on(review_id: BulkReviewId, uow: Uow, _: ReadingActor) -> BulkReviewOut:
    """What is done stays so; the rest is left as it is."""
    return shown(await stop_bulk_review(uow, review_id=review_id))


def asked_for(filters: OrderFilters, actor: Actor, context: Here) -> Asked:
    clock = context.clock
    wanted = filters.within(actor, clock)
    return Asked(wanted=wanted, after=None, limit=MOST_ORDERS, today=clock.today(), digest=context.sealer.digest)


def shown(review: BulkReview) -> BulkReviewOut:
    return BulkReviewOut.model_validate({name: getattr(review, name) for name in BulkReviewOut.model_fields})
