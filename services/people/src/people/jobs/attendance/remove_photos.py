"""Takes pictures of photo sign-ins away when their time is over (rule ATT-5)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.use_cases.attendance.remove_old_photos import remove_old_photos


async def remove(context: Context) -> None:
    more = True
    while more:
        async with context.new_system_uow("people.remove-old-photos") as uow:
            more = await remove_old_photos(uow)
            await uow.commit()


REMOVE_OLD_PHOTOS = Job(name="remove-old-photos", every=timedelta(minutes=10), run=remove)
