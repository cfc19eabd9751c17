"""Keeps the list of orders that may be merged up to date."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.find_mergeable import find_mergeable


async def look(context: Context) -> None:
    async with context.new_system_uow("orders.merge-candidates") as uow:
        await find_mergeable(uow)
        await uow.commit()


MERGE_CANDIDATES = Job(name="orders.merge-candidates", every=timedelta(seconds=15), run=look)
