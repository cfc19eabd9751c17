"""The tree of a day, and what a unit was, is and will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.organisation.unit import UnitNotFound

ON = "{0}.valid_from <= :on AND ({0}.valid_until IS NULL OR {0}.valid_until > :on)"
PERIOD = """
    SELECT u.id, u.code, u.version, p.parent_id, p.name_zh, p.name_en, p.head_id, h.name AS head_name, h.number AS head_number,
           p.deputy_id, d.name AS deputy_name, d.number AS deputy_number, p.place, p.valid_from, p.valid_until
    FROM unit u JOIN unit_period p ON p.unit_id = u.id LEFT JOIN employee h ON h.id = p.head_id LEFT JOIN employee d ON d.id = p.deputy_id
"""
TREE = text(f"""
    SELECT found.*, coalesce(staff.count, 0) AS staff_count, coalesce(open.count, 0) AS position_count,
           EXISTS (SELECT FROM unit_period next WHERE next.unit_id = found.id AND next.valid_from > :on) AS changes_later
    FROM ({PERIOD} WHERE {ON.format("p")}) found
    LEFT JOIN (SELECT o.unit_id, count(DISTINCT a.employee_id) AS count FROM assignment a JOIN position o ON o.id = a.position_id
               WHERE a.main AND {ON.format("a")} GROUP BY o.unit_id) staff ON staff.unit_id = found.id
    LEFT JOIN (SELECT unit_id, count(*) AS count FROM position WHERE closed_on IS NULL OR closed_on > :on GROUP BY unit_id) open
        ON open.unit_id = found.id
    ORDER BY found.place, found.code
""")
HISTORY = text(f"{PERIOD} WHERE u.id = :id ORDER BY p.valid_from")
DAYS = text("""
    SELECT DISTINCT day FROM (SELECT valid_from AS day FROM unit_period UNION SELECT valid_until FROM unit_period) days
    WHERE day IS NOT NULL ORDER BY day
""")


@dataclass(frozen=True, kw_only=True)
class PeriodRow:
    id: UUID
    code: str
    version: int
    parent_id: UUID | None
    name_zh: str
    name_en: str
    head_id: UUID | None
    head_name: str | None
    head_number: str | None
    deputy_id: UUID | None
    deputy_name: str | None
    deputy_number: str | None
    place: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class UnitRow(PeriodRow):
    """`staff_count` counts those whose main position is in exactly this unit."""

    staff_count: int
    position_count: int
    changes_later: bool


async def list_unit_rows(reader: AsyncSession, *, on: date) -> list[UnitRow]:
    return [UnitRow(**row) for row in (await reader.execute(TREE, {"on": on})).mappings()]


async def list_unit_periods(reader: AsyncSession, *, unit_id: UUID) -> Sequence[PeriodRow]:
    """Raises UnitNotFound."""
    rows = [PeriodRow(**row) for row in (await reader.execute(HISTORY, {"id": unit_id})).mappings()]
    if not rows:
        raise UnitNotFound
    return rows


async def list_days_of_change(reader: AsyncSession) -> list[date]:
    """Every day on which the tree became or becomes another."""
    return list((await reader.scalars(DAYS)).all())
