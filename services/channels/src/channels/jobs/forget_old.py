"""Takes away on schedule what must not be kept: raw payloads with personal data, events that nobody replays."""

from datetime import timedelta

from channels.use_cases.forget_old import forget_old
from chassis.context import Context
from chassis.jobs import Job


async def _run(context: Context) -> None:
    async with context.new_system_uow("channels.forget-old") as uow:
        await forget_old(uow)
        await uow.commit()


FORGET_OLD = Job(name="forget-old", every=timedelta(hours=1), run=_run)
