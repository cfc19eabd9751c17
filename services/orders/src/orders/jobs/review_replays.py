"""Goes on with replays of drafts of the review policy, set by set; after a crash where it was."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.carry_on_review_replay import carry_on_review_replay
from orders.use_cases.find_review_replay_going_on import find_review_replay_going_on

SET = 200
"""Small enough that orders that come in meanwhile do not wait for it."""


async def go_on(context: Context) -> None:
    while True:
        async with context.new_system_uow("orders.review-replays") as uow:
            replay_id = await find_review_replay_going_on(uow)
            if replay_id is None:
                return
            await carry_on_review_replay(uow, replay_id=replay_id, limit=SET)
            await uow.commit()


REVIEW_REPLAYS = Job(name="orders.review-replays", every=timedelta(seconds=2), run=go_on)
