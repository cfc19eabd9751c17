from chassis.ids import show_id
from chassis.uow import UnitOfWork
from people.store.attendance.photos import remove_photos

MOST = 200


async def remove_old_photos(uow: UnitOfWork) -> bool:
    """Pictures whose time is over (the policy's days when they were taken); False when none is left."""
    gone = await remove_photos(uow, today=uow.today, most=MOST)
    for photo_id in gone:
        uow.audit("photo.removed", noun="attendance_photo", noun_id=show_id("aph", photo_id))
    return len(gone) == MOST
