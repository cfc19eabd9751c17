"""Goes on with replays of the integrity policy, set by set; after a crash where it was."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.integrity.carry_on_replay import carry_on_replay

SET = 100
SETS_AT_ONCE = 100
"""Small, so that progress is seen where orders are sparse; and a long replay leaves room for what else the process does."""


async def go_on(context: Context) -> None:
    for _ in range(SETS_AT_ONCE):
        async with context.new_system_uow("orders.integrity-replays") as uow:
            more = await carry_on_replay(uow, limit=SET)
            await uow.commit()
        if not more:
            return


INTEGRITY_REPLAYS = Job(name="orders.integrity-replays", every=timedelta(seconds=1), run=go_on)
