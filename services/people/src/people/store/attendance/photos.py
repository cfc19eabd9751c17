"""Photo sign-ins and their sealed pictures."""

import base64
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.attendance.picture import PhotoNotFound, PhotoUsedBefore, Picture
from people.domain.attendance.records import Photo

REMOVE = text("""
    UPDATE attendance_photo SET image_sealed = NULL, removed_at = :now
    WHERE id IN (SELECT id FROM attendance_photo WHERE image_sealed IS NOT NULL AND keep_until < :today ORDER BY keep_until LIMIT :most)
    RETURNING id
""")
OWN = text("""
    SELECT e.id FROM employee e JOIN employment_spell s ON s.employee_id = e.id
    WHERE e.account_id = :account_id AND s.hired_on <= :today AND (s.left_on IS NULL OR s.left_on >= :today)
""")


async def employee_signing_in(uow: UnitOfWork, *, account_id: UUID) -> UUID | None:
    return await uow.session.scalar(OWN, {"account_id": account_id, "today": uow.today})


async def add_photo(uow: UnitOfWork, photo: Photo) -> None:
    """Raises PhotoUsedBefore; also for two in one second."""
    row = {column.name: getattr(photo, column.name) for column in Photo.__table__.columns}
    added = await uow.session.scalar(insert(Photo).values(row).on_conflict_do_nothing().returning(Photo.id))
    if added is None:
        raise PhotoUsedBefore


async def find_photo(uow: UnitOfWork, photo_id: UUID) -> Photo:
    """Raises PhotoNotFound."""
    photo = await uow.session.scalar(select(Photo).where(Photo.id == photo_id))
    if photo is None:
        raise PhotoNotFound
    return photo


async def remove_photos(uow: UnitOfWork, *, today: date, most: int) -> list[UUID]:
    """Their pictures; the sign-ins stay."""
    return list((await uow.session.scalars(REMOVE, {"now": uow.now, "today": today, "most": most})).all())


def seal_picture(uow: UnitOfWork, picture: Picture) -> str:
    return uow.sealer.seal({"jpeg": base64.b64encode(picture.content).decode()})


def open_picture(uow: UnitOfWork, sealed: str) -> bytes:
    return base64.b64decode(uow.sealer.open(sealed)["jpeg"])
