"""All orders of a filter are released, held or cancelled: asked for once, then done set by set in the asker's name (rule ORD-2)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from chassis.actor import Actor
from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult
from orders.domain.bulk_review import (
    MOST_ORDERS,
    NEEDS,
    BulkReasonMissing,
    BulkReview,
    NothingMatches,
    TooManyMatch,
    Verb,
)
from orders.store.bulk_reviews import add_orders, lock_bulk_review, lock_own_bulk_review, next_going_on, note_results, waiting_orders

Act = Callable[[UnitOfWork, BulkReview, Sequence[UUID]], Awaitable[list[ActionResult]]]
"""Does what a bulk action asks for to at most 500 orders: a result for each."""


async def ask_bulk_review(
    uow: UnitOfWork, *, verb: Verb, reason: str, asked: Mapping[str, object], order_ids: Sequence[UUID]
) -> BulkReview:
    """`order_ids`: what matches the filter `asked` now; orders that come to match later are not meant.

    Raises Forbidden, BulkReasonMissing, NothingMatches, TooManyMatch.
    """
    uow.actor.must(NEEDS[verb])
    if verb != Verb.RELEASE and not reason.strip():
        raise BulkReasonMissing
    if not order_ids:
        raise NothingMatches
    if len(order_ids) > MOST_ORDERS:
        raise TooManyMatch(most=MOST_ORDERS)
    review = BulkReview(
        id=new_id(),
        verb=verb,
        reason=reason,
        asked=dict(asked),
        shops=None if uow.actor.shops is None else sorted(uow.actor.shops),
        total=len(order_ids),
        done=0,
        refused=0,
        asked_at=uow.now,
        asked_by=uow.actor.name,
        asked_by_id=uow.actor.id,
        asked_by_kind=uow.actor.kind,
        stopped=False,
        ended_at=None,
    )
    uow.session.add(review)
    await uow.session.flush()
    await add_orders(uow, review_id=review.id, order_ids=order_ids)
    _tell(uow, review, "asked", after={"verb": str(verb), "orders": len(order_ids), "filter": dict(asked)})
    return review


async def find_going_on(uow: UnitOfWork) -> tuple[UUID, Actor] | None:
    """The bulk action to go on with, and in whose name."""
    review = await next_going_on(uow)
    return None if review is None else (review.id, review.actor)


async def do_next_orders(uow: UnitOfWork, *, review_id: UUID, limit: int, act: Act) -> None:
    """One set of at most `limit` orders; its results are written with its effects, so that no order is done twice."""
    review = await lock_bulk_review(uow, review_id=review_id)
    if review is None or review.ended_at is not None:
        return
    waiting = await waiting_orders(uow, review_id=review_id, limit=limit)
    if waiting:
        results = await act(uow, review, [order_id for _, order_id in waiting])
        await note_results(uow, review_id=review_id, places=[place for place, _ in waiting], results=results)
        refused = sum(result.refusal is not None for result in results)
        review.done += len(results) - refused
        review.refused += refused
    if len(waiting) < limit:
        review.ended_at = uow.now
    uow.changed("bulk_review", show_id("blk", review.id))


async def stop_bulk_review(uow: UnitOfWork, *, review_id: UUID) -> BulkReview:
    """What is done stays so. Raises BulkReviewNotFound, BulkReviewEnded."""
    review = await lock_own_bulk_review(uow, review_id=review_id, actor=uow.actor)
    review.stop(now=uow.now)
    _tell(uow, review, "stopped", after={"done": review.done, "refused": review.refused, "total": review.total})
    return review


def _tell(uow: UnitOfWork, review: BulkReview, what: str, *, after: dict[str, object]) -> None:
    uow.audit(f"bulk_review.{what}", noun="bulk_review", noun_id=show_id("blk", review.id), after=after, reason=review.reason or None)
    uow.changed("bulk_review", show_id("blk", review.id))
