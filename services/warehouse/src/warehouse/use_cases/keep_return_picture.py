"""Evidence of what a parcel looked like, or held."""

from uuid import UUID

from chassis.pictures import Picture, seal_picture
from chassis.uow import UnitOfWork
from warehouse.domain.return_refusals import TooManyPictures
from warehouse.store.returns import count_pictures, enter_desk, find_parcel_of_actor, keep_picture

MOST_PICTURES = 20


async def keep_return_picture(uow: UnitOfWork, *, number: str, picture: Picture) -> UUID:
    """Raises ReturnNotFound, ReturnIsClosed, TooManyPictures."""
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    parcel.must_be_open()
    if await count_pictures(uow, parcel_id=parcel.id) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    sealed = seal_picture(uow.sealer, picture)
    kept = await keep_picture(uow, parcel_id=parcel.id, sealed=sealed, digest=picture.digest, width=picture.width, height=picture.height)
    uow.audit("return.picture_kept", noun="return", noun_id=number)
    uow.changed("return", number)
    return kept
