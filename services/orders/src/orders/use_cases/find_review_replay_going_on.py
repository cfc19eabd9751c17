"""Which replay is next."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.review_drafts import next_replay


async def find_review_replay_going_on(uow: UnitOfWork) -> UUID | None:
    return await next_replay(uow)
