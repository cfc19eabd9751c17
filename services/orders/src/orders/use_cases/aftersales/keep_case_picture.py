"""Evidence of what a buyer says (rules CARE-1, ORD-5)."""

from datetime import timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.pictures import Picture, seal_picture
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.picture import MOST_PICTURES, CasePicture, TooManyPictures
from orders.store.aftersales.cases import note
from orders.store.aftersales.pictures import count_pictures, same_picture
from orders.store.aftersales.policies import aftersales_policy_at


async def keep_case_picture(uow: UnitOfWork, case: Case, *, picture: Picture) -> UUID:
    """`case` is locked. The same picture again is the one that is there. Raises TooManyPictures."""
    known = await same_picture(uow, case_id=case.id, digest=picture.digest)
    if known is not None:
        return known.id
    if await count_pictures(uow, case_id=case.id) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    kept = CasePicture(
        id=new_id(), case_id=case.id, taken_at=uow.now, taken_by=uow.actor.name, image_sealed=seal_picture(uow.sealer, picture),
        content_digest=picture.digest, width=picture.width, height=picture.height,
        keep_until=uow.today + timedelta(days=policy.picture_keep_days), removed_at=None,
    )  # fmt: skip
    uow.session.add(kept)
    case.touch()
    note(uow, case, CaseHappened.PICTURE_KEPT)
    return kept.id
