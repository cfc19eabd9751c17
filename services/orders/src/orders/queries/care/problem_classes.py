"""The tree of problem classes: today's, and all versions."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.care.problem_classes import DEFAULT_CLASSES, Classes, ProblemClass

TREES = text(
    "SELECT version, classes, note, published_at, published_by FROM problem_tree WHERE version < :before ORDER BY version DESC LIMIT :limit"
)
LARGEST = 2**31 - 1


class ProblemTreeOut(BaseModel):
    """Version 0 is what the software comes with; it has no date."""

    version: int
    classes: list[ProblemClass]
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = ProblemTreeOut(version=0, classes=DEFAULT_CLASSES, note="", published_at=None, published_by="Dianzhang")


async def find_trees(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[ProblemTreeOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(TREES, {"before": LARGEST if before is None else before, "limit": limit + 1})).mappings()
    trees = [ProblemTreeOut.model_validate(dict(row)) for row in rows]
    return trees if len(trees) > limit else [*trees, SHIPPED]


async def find_classes(reader: AsyncSession) -> Classes:
    """Those in force."""
    row = (await reader.execute(TREES, {"before": LARGEST, "limit": 1})).mappings().first()
    return Classes(SHIPPED.classes if row is None else ProblemTreeOut.model_validate(dict(row)).classes)
