"""Completes delivered orders when the policy's days are over."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.complete_orders import complete_orders

SET = 200


async def complete_delivered(context: Context) -> None:
    done = SET
    while done == SET:
        async with context.new_system_uow("orders.completion") as uow:
            done = await complete_orders(uow, limit=SET)
            await uow.commit()


COMPLETION = Job(name="orders.completion", every=timedelta(seconds=20), run=complete_delivered)
