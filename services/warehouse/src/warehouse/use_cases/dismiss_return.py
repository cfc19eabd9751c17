"""A parcel in the pool that is not ours."""

from chassis.uow import UnitOfWork
from warehouse.domain.returns import ReturnParcel
from warehouse.store.returns import enter_desk, find_parcel_of_actor


async def dismiss_return(uow: UnitOfWork, *, number: str, reason: str) -> ReturnParcel:
    """Raises ReturnNotFound, ReturnIsClosed, ReturnIsMatched."""
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    parcel.dismiss(reason=reason, by=uow.actor.name, now=uow.now)
    uow.audit("return.dismissed", noun="return", noun_id=number, reason=reason)
    uow.changed("return", number)
    return parcel
