from datetime import date
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.organisation.headcount import HeadcountExceeded, first_full_day
from people.store.organisation.positions import held_of, lock_position, plans_of, title_of


async def check_headcount(uow: UnitOfWork, *, position_id: UUID, on: date, until: date | None = None) -> None:
    """Whether one more may hold the position from `on` on, on each day's plan (rule ORG-3). Locks the position: two hires come one by one.

    Raises PositionNotFound, HeadcountExceeded.
    """
    position = await lock_position(uow, position_id)
    full = first_full_day(await plans_of(uow, position_id), await held_of(uow, position_id), since=on, until=until)
    if full is not None:
        raise HeadcountExceeded(position=await title_of(uow, position, on=full.day), planned=full.planned, staff=full.staff, day=full.day)
