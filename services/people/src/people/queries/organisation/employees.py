"""Employees as the screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.organisation.employee import EmployeeNotFound
from people.queries.organisation.structure import DESCRIPTION

ROW = f"""
    SELECT e.id, e.number, e.name, e.account_id, e.stage, e.kind, e.hired_on, e.probation_until, e.left_on, e.created_at, e.version,
           m.position_id, m.unit_id, m.title_zh, m.title_en, m.unit_zh, m.unit_en
    FROM employee e LEFT JOIN LATERAL (
        SELECT a.position_id, p.unit_id, coalesce(d.title_zh, p.code) AS title_zh, coalesce(d.title_en, p.code) AS title_en,
               u.name_zh AS unit_zh, u.name_en AS unit_en
        FROM assignment a JOIN position p ON p.id = a.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
        LEFT JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
        WHERE a.employee_id = e.id AND a.main AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
        LIMIT 1
    ) m ON true
"""
LIST = text(f"""
    {ROW}
    WHERE (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(e.number || ' ' || e.name)) > 0)
      AND (CAST(:stage AS text) IS NULL OR e.stage = :stage)
      AND (CAST(:units AS uuid[]) IS NULL OR m.unit_id = ANY(CAST(:units AS uuid[])))
      AND (CAST(:position_id AS uuid) IS NULL OR EXISTS (
            SELECT FROM assignment a WHERE a.employee_id = e.id AND a.position_id = CAST(:position_id AS uuid)
            AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)))
      AND (CAST(:after AS text) IS NULL OR e.number > :after)
    ORDER BY e.number LIMIT :limit
""")
ONE = text(f"{ROW} WHERE e.id = :id AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))")
SEALED = text("SELECT contact_sealed FROM employee WHERE id = :id")
ASSIGNMENTS = text(f"""
    SELECT a.id, a.position_id, p.code, coalesce(d.title_zh, p.code) AS title_zh, coalesce(d.title_en, p.code) AS title_en, p.unit_id,
           u.name_zh AS unit_zh, u.name_en AS unit_en, a.main, a.valid_from, a.valid_until, a.reason
    FROM assignment a JOIN position p ON p.id = a.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    LEFT JOIN LATERAL (SELECT name_zh, name_en FROM unit_period x WHERE x.unit_id = p.unit_id
                       ORDER BY x.valid_from > greatest(:on, a.valid_from), x.valid_from DESC LIMIT 1) u ON true
    WHERE a.employee_id = :id ORDER BY a.valid_from DESC, a.main DESC
""")


@dataclass(frozen=True, kw_only=True)
class EmployeeRow:
    """Position and unit are the main ones on the day that was asked about; None for whoever holds none."""

    id: UUID
    number: str
    name: str
    account_id: UUID | None
    stage: str
    kind: str
    hired_on: date
    probation_until: date | None
    left_on: date | None
    created_at: datetime
    version: int
    position_id: UUID | None
    unit_id: UUID | None
    title_zh: str | None
    title_en: str | None
    unit_zh: str | None
    unit_en: str | None


@dataclass(frozen=True, kw_only=True)
class AssignmentRow:
    id: UUID
    position_id: UUID
    code: str
    title_zh: str
    title_en: str
    unit_id: UUID
    unit_zh: str
    unit_en: str
    main: bool
    valid_from: date
    valid_until: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class EmployeeSearch:
    """`visible` and `units` None: all."""

    on: date
    visible: Sequence[UUID] | None
    q: str | None
    stage: str | None
    units: Sequence[UUID] | None
    position_id: UUID | None


async def list_employee_rows(reader: AsyncSession, *, search: EmployeeSearch, after: str | None, limit: int) -> list[EmployeeRow]:
    given = {name: getattr(search, name) for name in EmployeeSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [EmployeeRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_employee_row(reader: AsyncSession, *, employee_id: UUID, on: date, visible: Sequence[UUID] | None = None) -> EmployeeRow:
    """Raises EmployeeNotFound, also for one whom the asker may not see."""
    row = (await reader.execute(ONE, {"id": employee_id, "on": on, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise EmployeeNotFound
    return EmployeeRow(**row)


async def sealed_contact(reader: AsyncSession, employee_id: UUID) -> str:
    return (await reader.execute(SEALED, {"id": employee_id})).scalar_one()


async def list_assignment_rows(reader: AsyncSession, *, employee_id: UUID, on: date) -> list[AssignmentRow]:
    """Newest first, with those that have not begun yet."""
    return [AssignmentRow(**row) for row in (await reader.execute(ASSIGNMENTS, {"id": employee_id, "on": on})).mappings()]
