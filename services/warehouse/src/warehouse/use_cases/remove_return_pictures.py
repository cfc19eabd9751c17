"""Pictures of returned parcels go when their time is over; that they were taken stays (rule ORD-5)."""

from chassis.uow import UnitOfWork
from warehouse.store.returns import remove_old_pictures
from warehouse.store.returns_policy import returns_policy_at

MOST = 200


async def remove_return_pictures(uow: UnitOfWork) -> bool:
    """False when none is left."""
    version, policy = await returns_policy_at(uow, moment=uow.now)
    gone = await remove_old_pictures(uow, before=uow.now - policy.keep_pictures, most=MOST)
    for number in gone:
        uow.audit("return.picture_removed", noun="return", noun_id=number, after={"policy_version": version})
        uow.changed("return", number)
    return len(gone) == MOST
