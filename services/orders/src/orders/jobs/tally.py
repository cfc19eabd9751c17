"""Adds up the figures' deltas."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.add_up_tally import add_up_tally


async def add_up(context: Context) -> None:
    async with context.new_system_uow("orders.tally") as uow:
        await add_up_tally(uow)
        await uow.commit()


TALLY = Job(name="orders.tally", every=timedelta(seconds=20), run=add_up)
