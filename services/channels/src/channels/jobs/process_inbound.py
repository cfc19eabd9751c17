"""What shops pushed is understood soon after it was answered."""

from datetime import timedelta

from channels.use_cases.process_inbound import process_inbound
from chassis.context import Context
from chassis.jobs import Job


async def _run(context: Context) -> None:
    while True:
        async with context.new_system_uow("channels.process-inbound") as uow:
            taken = await process_inbound(uow)
            await uow.commit()
        if not taken:
            return


PROCESS_INBOUND = Job(name="process-inbound", every=timedelta(milliseconds=400), run=_run)
