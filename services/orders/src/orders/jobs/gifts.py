"""Gives gifts to orders that have passed review: soon after it, never in the way of those that come in."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.leave_lacking_gifts_out import leave_lacking_gifts_out
from orders.use_cases.settle_gifts import settle_gifts

SET = 200


async def look(context: Context) -> None:
    done = SET
    while done == SET:
        async with context.new_system_uow("orders.gifts") as uow:
            done = await settle_gifts(uow, limit=SET)
            await uow.commit()
    async with context.new_system_uow("orders.gifts") as uow:
        await leave_lacking_gifts_out(uow, limit=SET)
        await uow.commit()


GIFTS = Job(name="orders.gifts", every=timedelta(seconds=1), run=look)
