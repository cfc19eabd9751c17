"""Looks at pre-orders: soon after they come in, and when a window opens or closes or their date has come."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.judge_presales import judge_presales

SET = 100


async def look(context: Context) -> None:
    done = SET
    while done == SET:
        async with context.new_system_uow("orders.presales") as uow:
            done = await judge_presales(uow, limit=SET)
            await uow.commit()


PRESALES = Job(name="orders.presales", every=timedelta(seconds=1), run=look)
