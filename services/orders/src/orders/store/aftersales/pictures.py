"""Evidence pictures of cases."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import defer

from chassis.uow import UnitOfWork
from orders.domain.aftersales.picture import CasePicture

REMOVE = text("""
    UPDATE aftersales_picture SET image_sealed = NULL, removed_at = :now WHERE id IN (
        SELECT id FROM aftersales_picture WHERE image_sealed IS NOT NULL AND keep_until < :today
        ORDER BY keep_until LIMIT :most FOR UPDATE SKIP LOCKED
    ) RETURNING id, case_id
""")


async def same_picture(uow: UnitOfWork, *, case_id: UUID, digest: str) -> CasePicture | None:
    query = select(CasePicture).where(CasePicture.case_id == case_id, CasePicture.content_digest == digest)
    return await uow.session.scalar(query.options(defer(CasePicture.image_sealed)))


async def count_pictures(uow: UnitOfWork, *, case_id: UUID) -> int:
    return await uow.session.scalar(select(func.count()).select_from(CasePicture).where(CasePicture.case_id == case_id)) or 0


async def find_picture(uow: UnitOfWork, *, case_id: UUID, picture_id: UUID) -> CasePicture | None:
    return await uow.session.scalar(select(CasePicture).where(CasePicture.id == picture_id, CasePicture.case_id == case_id))


async def remove_pictures(uow: UnitOfWork, *, today: date, most: int) -> list[tuple[UUID, UUID]]:
    """(picture, case) of those whose time is over; what is told of them stays."""
    rows = await uow.session.execute(REMOVE, {"now": uow.now, "today": today, "most": most})
    return [(row.id, row.case_id) for row in rows]
