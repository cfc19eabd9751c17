"""Each duty of each position on a day, and what carries it (rule ORG-11)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.queries.organisation.structure import DESCRIPTION

ROWS = text(f"""
    SELECT p.id AS position_id, p.code, p.unit_id, u.name_zh AS unit_zh, u.name_en AS unit_en, d.title_zh, d.title_en, d.number, d.duties,
           (SELECT count(*) FROM assignment a WHERE a.position_id = p.id
            AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)) AS holders
    FROM position p JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
    WHERE p.closed_on IS NULL OR p.closed_on > :on ORDER BY p.code
""")


@dataclass(frozen=True, kw_only=True)
class PositionDuties:
    position_id: UUID
    code: str
    unit_id: UUID
    unit_zh: str
    unit_en: str
    title_zh: str
    title_en: str
    number: int
    duties: list[dict[str, Any]]
    holders: int


async def list_position_duties(reader: AsyncSession, *, on: date) -> list[PositionDuties]:
    return [PositionDuties(**row) for row in (await reader.execute(ROWS, {"on": on})).mappings()]
