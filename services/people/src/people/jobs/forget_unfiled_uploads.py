"""Takes away uploads that nobody filed within a day."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.use_cases.records.forget_unfiled_uploads import forget_unfiled_uploads


async def run(context: Context) -> None:
    async with context.new_system_uow("people.forget-unfiled-uploads") as uow:
        await forget_unfiled_uploads(uow)
        await uow.commit()


FORGET_UNFILED_UPLOADS = Job(name="forget-unfiled-uploads", every=timedelta(hours=1), run=run)
