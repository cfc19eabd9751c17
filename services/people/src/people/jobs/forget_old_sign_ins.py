"""Takes away sessions that are long over and counts of failures that no longer count."""

from datetime import timedelta

from chassis.clock import real_time
from chassis.context import Context
from chassis.jobs import Job
from people.use_cases.forget_old_sign_ins import forget_old_sign_ins


async def run(context: Context) -> None:
    async with context.new_system_uow("people.forget-old-sign-ins") as uow:
        await forget_old_sign_ins(uow, now=real_time())
        await uow.commit()


FORGET_OLD_SIGN_INS = Job(name="forget-old-sign-ins", every=timedelta(hours=1), run=run)
