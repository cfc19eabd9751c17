"""Photo sign-ins 照片签到 (rule ATT-5): taken by staff on their phones, seen only by those who may, each look in the audit trail."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import File, Form, Response, UploadFile
from pydantic import BaseModel

from chassis.routes import ONCE, Body, Uow, transactional_router
from people.api.attendance.fields import OwnAttendance, Reason, shown_clock
from people.api.parts import Person
from people.domain.attendance.picture import LARGEST_BYTES, PhotoTooLarge, read_picture
from people.domain.attendance.proofs import Direction
from people.domain.ids import AttendancePhotoId
from people.permissions import Permission
from people.queries.attendance.photo_sight import photos_visible_to
from people.use_cases.attendance.look_at_photo import look_at_photo
from people.use_cases.attendance.take_photo import take_photo

router = transactional_router("/v1/attendance/photos", tag="attendance_photos")
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}


class PhotoTaken(BaseModel):
    """`at` is our clock's, not the phone's."""

    id: AttendancePhotoId
    on_day: date
    at: str
    taken_at: datetime
    direction: str
    keep_until: date


class PhotoLook(Body):
    reason: Reason


@router.post("", status_code=201, dependencies=[ONCE])
async def take_attendance_photo(
    file: Annotated[UploadFile, File(description="JPEG, PNG or WebP, at most 10 MB")],
    direction: Annotated[Literal["in", "out"], Form()],
    uow: Uow,
    person: Person,
    _: OwnAttendance,
) -> PhotoTaken:
    """Signs the caller in or out. Stored small, sealed, and without what a camera writes beside the picture."""
    if file.size is not None and file.size > LARGEST_BYTES:
        raise PhotoTooLarge
    picture = await asyncio.to_thread(read_picture, await file.read())
    said = Direction.IN if direction == "in" else Direction.OUT
    photo = await take_photo(uow, account_id=person.account_id, picture=picture, direction=said)
    return PhotoTaken(
        id=photo.id,
        on_day=photo.on_day,
        at=shown_clock(photo.second) or "",
        taken_at=photo.taken_at,
        direction=direction,
        keep_until=photo.keep_until,
    )


@router.post("/{photo_id}/look", response_class=Response, responses=JPEG)
async def look_at_attendance_photo(photo_id: AttendancePhotoId, body: PhotoLook, uow: Uow, actor: OwnAttendance) -> Response:
    """The picture. Their own, or, with the permission for it, their people's; each look is kept with its reason."""
    visible = await photos_visible_to(
        uow.session,
        actor=actor,
        may_see=Permission.SEE_ATTENDANCE_PHOTOS,
        sees_all=Permission.READ_ATTENDANCE,
        on=uow.today,
    )
    content = await look_at_photo(uow, photo_id=photo_id, visible=visible, reason=body.reason)
    return Response(content, media_type="image/jpeg", headers={"Content-Disposition": "inline"})
