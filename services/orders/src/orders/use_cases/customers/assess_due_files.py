"""Files whose level or tags may have changed by time, or by a new version of the policy, are looked at again (rule CARE-4)."""

from chassis.uow import UnitOfWork
from orders.store.customers.files import assess_levels, lock_files
from orders.store.customers.levels import files_to_look_at


async def assess_due_files(uow: UnitOfWork, *, most: int) -> bool:
    """Some of them; whether there may be more at once."""
    await lock_files(uow)
    files = await files_to_look_at(uow, most=most)
    if files:
        await assess_levels(uow, files)
    return len(files) == most
