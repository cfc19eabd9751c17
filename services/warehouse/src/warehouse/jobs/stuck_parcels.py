"""Looks for parcels that have stood still too long (rule ORD-4)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from warehouse.use_cases.raise_stuck_alerts import LARGEST_SET, raise_stuck_alerts


async def look_for_stuck_parcels(context: Context) -> None:
    """Set by set, each in its own transaction."""
    while True:
        async with context.new_system_uow("warehouse.stuck-parcels") as uow:
            seen = await raise_stuck_alerts(uow)
            await uow.commit()
        if seen < LARGEST_SET:
            return


STUCK_PARCELS = Job(name="stuck-parcels", every=timedelta(seconds=20), run=look_for_stuck_parcels)
