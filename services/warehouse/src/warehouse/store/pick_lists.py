"""Pick lists."""

from sqlalchemy import select

from chassis.uow import UnitOfWork
from warehouse.domain.pick_list import PickList, PickListNotFound


async def lock_pick_list(uow: UnitOfWork, *, number: str) -> PickList:
    """Raises PickListNotFound. Before its shipments are locked."""
    found = await uow.session.scalar(select(PickList).where(PickList.number == number).with_for_update())
    if found is None:
        raise PickListNotFound(number=number)
    return found
