"""Which evidence a case has."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.shop import shops_seen_by

PictureId = Annotated[UUID, *prefixed("acp")]
VISIBLE = text("""
    SELECT 1 FROM aftersales_case WHERE id = :id AND (CAST(:shops AS text[]) IS NULL OR shop_id = ANY (CAST(:shops AS text[])))
""")
FIND = text("""
    SELECT id, taken_at, taken_by, width, height, keep_until, removed_at FROM aftersales_picture WHERE case_id = :id ORDER BY taken_at, id
""")


class CasePictureOut(BaseModel):
    """`removed_at`: its time is over or its customer was erased; it cannot be looked at any more."""

    id: PictureId
    taken_at: datetime
    taken_by: str
    width: int
    height: int
    keep_until: date
    removed_at: datetime | None


async def find_pictures(reader: AsyncSession, *, case_id: UUID, actor: Actor) -> list[CasePictureOut]:
    """Raises CaseNotFound."""
    if (await reader.execute(VISIBLE, {"id": case_id, "shops": shops_seen_by(actor)})).first() is None:
        raise CaseNotFound
    return [CasePictureOut.model_validate(dict(row)) for row in (await reader.execute(FIND, {"id": case_id})).mappings()]
