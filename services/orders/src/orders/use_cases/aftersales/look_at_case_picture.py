"""Somebody looks at the evidence (rules ORD-5, SYS-2)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.pictures import open_picture
from chassis.uow import UnitOfWork
from orders.domain.aftersales.picture import PictureNotFound, PictureRemoved
from orders.store.aftersales.cases import lock_case, shown
from orders.store.aftersales.pictures import find_picture


async def look_at_case_picture(uow: UnitOfWork, *, case_id: UUID, picture_id: UUID, reason: str) -> bytes:
    """A JPEG. Every look is in the audit trail with its reason. Raises CaseNotFound, PictureNotFound, PictureRemoved."""
    case = await lock_case(uow, case_id=case_id, actor=uow.actor)
    picture = await find_picture(uow, case_id=case_id, picture_id=picture_id)
    if picture is None:
        raise PictureNotFound
    if picture.image_sealed is None:
        assert picture.removed_at is not None
        raise PictureRemoved(day=picture.removed_at.astimezone(uow.frame.zone).date().isoformat())
    uow.audit("case.picture_looked_at", noun="case", noun_id=shown(case), after={"picture": show_id("acp", picture_id)}, reason=reason)
    return open_picture(uow.sealer, picture.image_sealed)
