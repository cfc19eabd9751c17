"""Evidence of cases: pictures, sealed, seen by those who may, each look in the audit trail (rules CARE-1, ORD-5)."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, File, Response, UploadFile
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pictures import LARGEST_BYTES, Picture, PictureTooLarge, read_picture
from chassis.routes import ONCE, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import GiveReason
from orders.domain.aftersales.case import Case
from orders.permissions import Permission
from orders.queries.aftersales.case_list import CaseId
from orders.queries.aftersales.pictures import CasePictureOut, PictureId, find_pictures
from orders.use_cases.aftersales.act_on_case import act_on_case
from orders.use_cases.aftersales.keep_case_picture import keep_case_picture
from orders.use_cases.aftersales.look_at_case_picture import look_at_case_picture

router = transactional_router("/v1/aftersales/cases", tag="aftersales_pictures")
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}
SentPicture = Annotated[UploadFile, File(description="JPEG, PNG or WebP, at most 10 MB")]


class CasePictures(BaseModel):
    data: list[CasePictureOut]


class CasePictureKept(BaseModel):
    id: PictureId


@router.get("/{case_id}/pictures")
async def list_case_pictures(
    case_id: CaseId, reader: Reader, actor: Annotated[Actor, Depends(requires(Permission.READ_CASES))]
) -> CasePictures:
    """Which there are; to see one, look at it."""
    return CasePictures(data=await find_pictures(reader, case_id=case_id, actor=actor))


@router.post("/{case_id}/pictures", status_code=201, dependencies=[ONCE])
async def add_case_picture(
    case_id: CaseId, file: SentPicture, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.OPEN_CASES))]
) -> CasePictureKept:
    """Stored small, sealed, and without what a camera writes beside the picture; the same one again is kept once."""
    picture = await opened(file)
    kept: list[UUID] = []

    async def act(case: Case) -> None:
        kept.append(await keep_case_picture(uow, case, picture=picture))

    await act_on_case(uow, case_id=case_id, act=act)
    return CasePictureKept(id=kept[0])


@router.post("/{case_id}/pictures/{picture_id}/look", response_class=Response, responses=JPEG)
async def look_at_picture_of_case(
    case_id: CaseId, picture_id: PictureId, body: GiveReason, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.SEE_CASE_PICTURES))]
) -> Response:
    """The picture; each look is kept with its reason."""
    content = await look_at_case_picture(uow, case_id=case_id, picture_id=picture_id, reason=body.reason)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline", "Cache-Control": "no-store"})


async def opened(file: UploadFile) -> Picture:
    """Raises PictureTooLarge, PictureUnreadable."""
    if file.size is not None and file.size > LARGEST_BYTES:
        raise PictureTooLarge
    return await asyncio.to_thread(read_picture, await file.read())
