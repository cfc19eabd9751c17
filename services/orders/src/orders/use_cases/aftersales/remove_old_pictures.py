"""Evidence pictures go when their time is over; that they were there stays (rule ORD-5)."""

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.store.aftersales.pictures import remove_pictures

MOST = 200


async def remove_old_pictures(uow: UnitOfWork) -> bool:
    """False when none is left."""
    gone = await remove_pictures(uow, today=uow.today, most=MOST)
    for picture_id, case_id in gone:
        uow.audit("case.picture_removed", noun="case", noun_id=show_id("asc", case_id), after={"picture": show_id("acp", picture_id)})
    return len(gone) == MOST
