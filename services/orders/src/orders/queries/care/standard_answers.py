"""Standard answers, by class or found by their keys, and what each said before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from orders.domain.care.standard_answer import StandardAnswerNotFound

StandardAnswerId = Annotated[UUID, *prefixed("ans")]
# A company has hundreds of them: who searches reads through all, in the order that is shown.
LIST = text("""
    SELECT id, class_code, title, keys, zh, en, active, uses, last_used_at, version, changed_at, changed_by FROM standard_answer
    WHERE (CAST(:class_code AS text) IS NULL OR class_code = :class_code) AND (NOT CAST(:active AS boolean) OR active)
        AND (CAST(:q AS text) IS NULL OR title ILIKE :q OR zh ILIKE :q OR en ILIKE :q OR array_to_string(keys, ' ') ILIKE :q)
        AND (CAST(:after_title AS text) IS NULL OR (title, id) > (:after_title, CAST(:after_id AS uuid)))
    ORDER BY title, id LIMIT :limit
""")
VERSIONS = text("""
    SELECT version, class_code, title, keys, zh, en, active, at, by_name FROM standard_answer_version
    WHERE answer_id = :id ORDER BY version DESC LIMIT 200
""")


class StandardAnswerOut(BaseModel):
    """`uses`: how many answers were given with it. `active` False: kept, and not offered any more."""

    id: StandardAnswerId
    class_code: str
    title: str
    keys: list[str]
    zh: str
    en: str
    active: bool
    uses: int
    last_used_at: datetime | None
    version: int
    changed_at: datetime
    changed_by: str


class StandardAnswerVersionOut(BaseModel):
    version: int
    class_code: str
    title: str
    keys: list[str]
    zh: str
    en: str
    active: bool
    at: datetime
    by_name: str


class StandardAnswerVersions(BaseModel):
    data: list[StandardAnswerVersionOut]


async def find_answers(
    reader: AsyncSession, *, class_code: str | None, q: str | None, active: bool, after: tuple[str, UUID] | None, limit: int
) -> Sequence[StandardAnswerOut]:
    """By title. `active` leaves out those that are retired."""
    title, answer_id = after or (None, None)
    escaped = None if not q else "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    values = {"class_code": class_code, "q": escaped, "active": active, "after_title": title, "after_id": answer_id, "limit": limit + 1}
    return [StandardAnswerOut.model_validate(dict(row)) for row in (await reader.execute(LIST, values)).mappings()]


async def find_answer_versions(reader: AsyncSession, *, answer_id: UUID) -> StandardAnswerVersions:
    """Newest first. Raises StandardAnswerNotFound."""
    rows = (await reader.execute(VERSIONS, {"id": answer_id})).mappings().all()
    if not rows:
        raise StandardAnswerNotFound
    return StandardAnswerVersions(data=[StandardAnswerVersionOut.model_validate(dict(row)) for row in rows])
