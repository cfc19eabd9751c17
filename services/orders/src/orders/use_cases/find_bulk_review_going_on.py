"""Which bulk action is next."""

from uuid import UUID

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from orders.store.bulk_reviews import next_going_on


async def find_bulk_review_going_on(uow: UnitOfWork) -> tuple[UUID, Actor] | None:
    """The bulk action to go on with, and in whose name."""
    review = await next_going_on(uow)
    return None if review is None else (review.id, review.actor)
