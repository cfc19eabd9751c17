"""Goes on with bulk actions, set by set; after a crash where it was."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.review_in_bulk import do_next_orders, find_going_on

SET = 200
"""Small enough that orders that come in meanwhile do not wait for it."""


async def go_on(context: Context) -> None:
    while True:
        async with context.new_system_uow("orders.bulk-reviews") as uow:
            going_on = await find_going_on(uow)
        if going_on is None:
            return
        review_id, actor = going_on
        async with context.new_uow(actor) as uow:
            await do_next_orders(uow, review_id=review_id, limit=SET)
            await uow.commit()


BULK_REVIEWS = Job(name="orders.bulk-reviews", every=timedelta(seconds=1), run=go_on)
