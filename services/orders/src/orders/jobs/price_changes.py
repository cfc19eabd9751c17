"""Takes price changes back from the deciders when their order has changed meanwhile."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.void_outdated_price_changes import void_outdated_price_changes


async def look(context: Context) -> None:
    async with context.new_system_uow("orders.price-changes") as uow:
        await void_outdated_price_changes(uow)
        await uow.commit()


PRICE_CHANGES = Job(name="orders.price-changes", every=timedelta(seconds=10), run=look)
