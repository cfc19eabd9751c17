"""Positions on a day: where, what, planned for how many, held by how many (rules ORG-2, ORG-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.organisation.description import DescriptionNotFound
from people.domain.organisation.position import PositionNotFound
from people.queries.organisation.structure import DESCRIPTION

ROW = f"""
    SELECT p.id, p.code, p.unit_id, p.closed_on, p.version,
           coalesce(u.name_zh, later.name_zh) AS unit_zh, coalesce(u.name_en, later.name_en) AS unit_en, later.place AS unit_place,
           coalesce(d.title_zh, first.title_zh) AS title_zh, coalesce(d.title_en, first.title_en) AS title_en,
           coalesce(d.grade, first.grade) AS grade, coalesce(d.attendance_group, first.attendance_group) AS attendance_group,
           d.number AS in_force, draft.number AS draft, coalesce(d.superior_id, CASE WHEN d.number IS NULL THEN first.superior_id END)
               AS superior_id,
           plan.planned, coalesce(staff.count, 0) AS staff
    FROM position p
    LEFT JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
    LEFT JOIN LATERAL (SELECT name_zh, name_en, place FROM unit_period x WHERE x.unit_id = p.unit_id
                       ORDER BY x.valid_from > :on, x.valid_from DESC LIMIT 1) later ON true
    LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    LEFT JOIN LATERAL (SELECT * FROM position_description f WHERE f.position_id = p.id ORDER BY f.number LIMIT 1) first ON true
    LEFT JOIN LATERAL (SELECT max(number) AS number FROM position_description f WHERE f.position_id = p.id AND f.state = 'draft') draft ON true
    LEFT JOIN LATERAL (SELECT h.planned FROM headcount h WHERE h.position_id = p.id AND h.valid_from <= :on
                       ORDER BY h.valid_from DESC, h.id DESC LIMIT 1) plan ON true
    LEFT JOIN LATERAL (SELECT count(*) AS count FROM assignment a WHERE a.position_id = p.id
                       AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)) staff ON true
"""
WITH_SUPERIOR = f"""
    SELECT found.*, coalesce(s.title_zh, sp.code) AS superior_zh, coalesce(s.title_en, sp.code) AS superior_en
    FROM ({ROW}) found LEFT JOIN position sp ON sp.id = found.superior_id LEFT JOIN ({DESCRIPTION}) s ON s.position_id = found.superior_id
"""
LIST = text(f"""
    {WITH_SUPERIOR}
    WHERE (CAST(:units AS uuid[]) IS NULL OR found.unit_id = ANY(CAST(:units AS uuid[])))
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(concat_ws(' ', found.code, found.title_zh, found.title_en))) > 0)
      AND (CAST(:open AS boolean) IS NULL OR (found.closed_on IS NULL OR found.closed_on > :on) = :open)
      AND (CAST(:after AS text) IS NULL OR found.code > :after)
    ORDER BY found.code LIMIT :limit
""")
ONE = text(f"{WITH_SUPERIOR} WHERE found.id = :id")
BELOW = text(f"""
    SELECT p.id, p.code, d.title_zh, d.title_en FROM ({DESCRIPTION}) d JOIN position p ON p.id = d.position_id
    WHERE d.superior_id = :id AND (p.closed_on IS NULL OR p.closed_on > :on) ORDER BY p.code
""")
VERSIONS = text("SELECT * FROM position_description WHERE position_id = :id ORDER BY number DESC")
VERSION = text("SELECT * FROM position_description WHERE position_id = :id AND number = :number")
PLANS = text("SELECT * FROM headcount WHERE position_id = :id ORDER BY valid_from DESC, id DESC")
HOLDERS = text("""
    SELECT a.id, a.employee_id, e.number, e.name, e.stage, a.main, a.valid_from, a.valid_until FROM assignment a
    JOIN employee e ON e.id = a.employee_id WHERE a.position_id = :id AND (a.valid_until IS NULL OR a.valid_until > :on)
    ORDER BY a.valid_from, e.number
""")


@dataclass(frozen=True, kw_only=True)
class PositionRow:
    """Title and grade of a position that nobody has published yet are its first draft's; `planned` None: nobody has planned it."""

    id: UUID
    code: str
    unit_id: UUID
    closed_on: date | None
    version: int
    unit_zh: str
    unit_en: str
    unit_place: int
    title_zh: str
    title_en: str
    grade: str
    attendance_group: str
    in_force: int | None
    draft: int | None
    superior_id: UUID | None
    planned: int | None
    staff: int
    superior_zh: str | None
    superior_en: str | None


@dataclass(frozen=True, kw_only=True)
class Titled:
    id: UUID
    code: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class DescriptionRow:
    id: UUID
    position_id: UUID
    number: int
    state: str
    effective_from: date | None
    title_zh: str
    title_en: str
    grade: str
    superior_id: UUID | None
    attendance_group: str
    summary: str
    duties: list[dict[str, object]]
    indicators: list[dict[str, object]]
    qualifications: dict[str, object]
    role_ids: list[UUID]
    written_by: str
    published_at: datetime | None
    published_by: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    id: UUID
    position_id: UUID
    valid_from: date
    planned: int
    approval_id: UUID | None
    set_at: datetime
    set_by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HolderRow:
    id: UUID
    employee_id: UUID
    number: str
    name: str
    stage: str
    main: bool
    valid_from: date
    valid_until: date | None


async def list_position_rows(
    reader: AsyncSession, *, on: date, units: Sequence[UUID] | None, q: str | None, is_open: bool | None, after: str | None, limit: int
) -> list[PositionRow]:
    given = {"on": on, "units": None if units is None else list(units), "q": q, "open": is_open, "after": after, "limit": limit}
    return [PositionRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_position_row(reader: AsyncSession, *, position_id: UUID, on: date) -> PositionRow:
    """Raises PositionNotFound."""
    row = (await reader.execute(ONE, {"id": position_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise PositionNotFound
    return PositionRow(**row)


async def positions_below(reader: AsyncSession, *, position_id: UUID, on: date) -> list[Titled]:
    """直接下级: those whose description names this one as superior."""
    return [Titled(**row) for row in (await reader.execute(BELOW, {"id": position_id, "on": on})).mappings()]


async def list_description_rows(reader: AsyncSession, position_id: UUID) -> list[DescriptionRow]:
    return [DescriptionRow(**row) for row in (await reader.execute(VERSIONS, {"id": position_id})).mappings()]


async def find_description_row(reader: AsyncSession, *, position_id: UUID, number: int) -> DescriptionRow:
    """Raises DescriptionNotFound."""
    row = (await reader.execute(VERSION, {"id": position_id, "number": number})).mappings().one_or_none()
    if row is None:
        raise DescriptionNotFound
    return DescriptionRow(**row)


async def list_plan_rows(reader: AsyncSession, position_id: UUID) -> list[PlanRow]:
    return [PlanRow(**row) for row in (await reader.execute(PLANS, {"id": position_id})).mappings()]


async def list_holder_rows(reader: AsyncSession, *, position_id: UUID, on: date) -> list[HolderRow]:
    """Those who hold it on the day, and those who will."""
    return [HolderRow(**row) for row in (await reader.execute(HOLDERS, {"id": position_id, "on": on})).mappings()]
