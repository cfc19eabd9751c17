"""Looks which orders have passed the latest moment at which they had to leave."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.note_overdue import note_overdue

SET = 500


async def look(context: Context) -> None:
    done = SET
    while done == SET:
        async with context.new_system_uow("orders.overdue") as uow:
            done = await note_overdue(uow, limit=SET)
            await uow.commit()


SHIP_CLOCK = Job(name="orders.overdue", every=timedelta(seconds=20), run=look)
