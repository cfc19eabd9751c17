"""Goes on with bulk actions, set by set; after a crash where it was."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from chassis.context import Context
from chassis.jobs import Job
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult
from orders.domain.bulk_review import BulkReview, Verb
from orders.domain.reasons import Stage
from orders.use_cases.cancel_orders import cancel_orders
from orders.use_cases.carry_on_bulk_review import carry_on_bulk_review
from orders.use_cases.find_bulk_review_going_on import find_bulk_review_going_on
from orders.use_cases.hold_orders import hold_orders
from orders.use_cases.release_orders import release_orders

SET = 200
"""Small enough that orders that come in meanwhile do not wait for it."""


async def act(uow: UnitOfWork, review: BulkReview, ids: Sequence[UUID]) -> list[ActionResult]:
    if review.verb == Verb.RELEASE:
        return await release_orders(uow, ids=ids, note=review.reason, stages=review.stages)
    if review.verb == Verb.HOLD:
        # One that was asked for before stages held is service's.
        stage = Stage(review.stages[0]) if review.stages else Stage.SERVICE
        return await hold_orders(uow, ids=ids, reason=review.reason, stage=stage)
    return await cancel_orders(uow, ids=ids, reason=review.reason)


async def go_on(context: Context) -> None:
    while True:
        async with context.new_system_uow("orders.bulk-reviews") as uow:
            going_on = await find_bulk_review_going_on(uow)
        if going_on is None:
            return
        review_id, actor = going_on
        async with context.new_uow(actor) as uow:
            await carry_on_bulk_review(uow, review_id=review_id, limit=SET, act=act)
            await uow.commit()


BULK_REVIEWS = Job(name="orders.bulk-reviews", every=timedelta(seconds=1), run=go_on)
