from datetime import timedelta

from chassis.uow import UnitOfWork
from people.store.attendance.touched import touch_unseen

LOOK_BACK_DAYS = 3
MOST = 20_000


async def touch_ended_days(uow: UnitOfWork) -> None:
    """Whoever has neither punched nor anything else on a day is absent: those days get results too, when they are over."""
    await touch_unseen(uow, first=uow.today - timedelta(days=LOOK_BACK_DAYS), last=uow.today - timedelta(days=1), most=MOST)
