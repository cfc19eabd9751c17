from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from people.domain.attendance.picture import PhotoNotFound, PhotoRemoved
from people.store.attendance.photos import find_photo, open_picture


async def look_at_photo(uow: UnitOfWork, *, photo_id: UUID, visible: Sequence[UUID] | None, reason: str) -> bytes:
    """The picture as a JPEG. Every look is in the audit trail (rule SYS-2). Raises PhotoNotFound, PhotoRemoved."""
    photo = await find_photo(uow, photo_id)
    if visible is not None and photo.employee_id not in visible:
        raise PhotoNotFound
    if photo.image_sealed is None:
        assert photo.removed_at is not None
        raise PhotoRemoved(day=photo.removed_at.astimezone(uow.frame.zone).date().isoformat())
    after: dict[str, object] = {"employee": show_id("emp", photo.employee_id), "on_day": photo.on_day.isoformat()}
    uow.audit("photo.looked_at", noun="attendance_photo", noun_id=show_id("aph", photo_id), after=after, reason=reason)
    return open_picture(uow, photo.image_sealed)
