"""Pick lists."""

from sqlalchemy import exists, select

from chassis.uow import UnitOfWork
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.pick_list import PickList, PickListNotFound
from warehouse.domain.shipment import Shipment


async def lock_pick_list(uow: UnitOfWork, *, number: str) -> PickList:
    """Raises PickListNotFound, also for one with goods that are not the caller's to see. Before its shipments are locked."""
    query = select(PickList).where(PickList.number == number)
    owners = owners_seen_by(uow.actor)
    if owners is not None:
        query = query.where(~exists().where(Shipment.pick_list_id == PickList.id, Shipment.owner.not_in(owners)))
    found = await uow.session.scalar(query.with_for_update(of=PickList))
    if found is None:
        raise PickListNotFound(number=number)
    return found
