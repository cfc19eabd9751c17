"""A bulk action goes on, a set of orders at a time."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult
from orders.domain.bulk_review import BulkReview
from orders.store.bulk_reviews import lock_bulk_review, note_results, waiting_orders

Act = Callable[[UnitOfWork, BulkReview, Sequence[UUID]], Awaitable[list[ActionResult]]]
"""Does what a bulk action asks for to at most 500 orders: a result for each."""


async def carry_on_bulk_review(uow: UnitOfWork, *, review_id: UUID, limit: int, act: Act) -> None:
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
