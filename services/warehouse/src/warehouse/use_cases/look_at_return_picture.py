"""Somebody looks at the evidence."""

from uuid import UUID

from chassis.pictures import open_picture
from chassis.refusals import NotFound
from chassis.uow import UnitOfWork
from warehouse.domain.return_refusals import ReturnPictureRemoved
from warehouse.store.returns import find_parcel_of_actor, find_picture


async def look_at_return_picture(uow: UnitOfWork, *, number: str, picture_id: UUID) -> bytes:
    """A JPEG. Each look is in the audit trail (rule SYS-2). Raises ReturnNotFound, NotFound, ReturnPictureRemoved."""
    parcel = await find_parcel_of_actor(uow, number=number)
    found = await find_picture(uow, parcel_id=parcel.id, picture_id=picture_id)
    if found is None:
        raise NotFound
    if found.image_sealed is None:
        assert found.removed_at is not None
        raise ReturnPictureRemoved(day=found.removed_at.astimezone(uow.frame.zone).date().isoformat())
    uow.audit("return.picture_seen", noun="return", noun_id=number)
    return open_picture(uow.sealer, found.image_sealed)
