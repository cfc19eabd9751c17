"""Takes away pictures of returned parcels when their time is over (rule ORD-5)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from warehouse.use_cases.remove_return_pictures import remove_return_pictures


async def remove_pictures(context: Context) -> None:
    """Set by set, each in its own transaction."""
    more = True
    while more:
        async with context.new_system_uow("warehouse.return-pictures") as uow:
            more = await remove_return_pictures(uow)
            await uow.commit()


OLD_PICTURES = Job(name="return-pictures", every=timedelta(minutes=10), run=remove_pictures)
