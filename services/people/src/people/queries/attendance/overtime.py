"""Requests for overtime as the screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.overtime import OvertimeNotFound

ROW = """
    SELECT o.id, o.number, o.employee_id, e.number AS employee_number, e.name AS employee_name, o.on_date, o.starts, o.ends, o.counts_from,
           o.reason, o.week_minutes, o.limit_minutes, o.state, o.filed_at, o.decided_at, o.comment, o.version, u.name_zh AS unit_zh, u.name_en AS unit_en
    FROM overtime_request o JOIN employee e ON e.id = o.employee_id LEFT JOIN LATERAL (
        SELECT n.name_zh, n.name_en FROM assignment a JOIN position p ON p.id = a.position_id
        JOIN unit_period n ON n.unit_id = p.unit_id AND n.valid_from <= o.on_date AND (n.valid_until IS NULL OR n.valid_until > o.on_date)
        WHERE a.employee_id = o.employee_id AND a.main AND a.valid_from <= o.on_date AND (a.valid_until IS NULL OR a.valid_until > o.on_date)
        LIMIT 1
    ) u ON true
"""
VISIBLE = "(CAST(:visible AS uuid[]) IS NULL OR o.employee_id = ANY(CAST(:visible AS uuid[])))"
LIST = text(f"""
    {ROW} WHERE {VISIBLE} AND (CAST(:state AS text) IS NULL OR o.state = :state)
      AND (CAST(:first AS date) IS NULL OR o.on_date >= CAST(:first AS date)) AND (CAST(:last AS date) IS NULL OR o.on_date <= CAST(:last AS date))
      AND (CAST(:employee_id AS uuid) IS NULL OR o.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR o.id < CAST(:after AS uuid))
    ORDER BY o.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE o.id = :id AND {VISIBLE}")


@dataclass(frozen=True, kw_only=True)
class OvertimeRow:
    id: UUID
    number: str
    employee_id: UUID
    employee_number: str
    employee_name: str
    on_date: date
    starts: int
    ends: int
    counts_from: int | None
    reason: str
    week_minutes: int
    limit_minutes: int
    state: str
    filed_at: datetime
    decided_at: datetime | None
    comment: str
    version: int
    unit_zh: str | None
    unit_en: str | None


@dataclass(frozen=True, kw_only=True)
class OvertimeSearch:
    """`visible` None: everybody's."""

    visible: Sequence[UUID] | None
    state: str | None
    first: date | None
    last: date | None
    employee_id: UUID | None


async def list_overtime_rows(reader: AsyncSession, *, search: OvertimeSearch, after: UUID | None, limit: int) -> list[OvertimeRow]:
    """Newest first."""
    given = {name: getattr(search, name) for name in OvertimeSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [OvertimeRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_overtime_row(reader: AsyncSession, *, overtime_id: UUID, visible: Sequence[UUID] | None) -> OvertimeRow:
    """Raises OvertimeNotFound."""
    row = (await reader.execute(ONE, {"id": overtime_id, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise OvertimeNotFound
    return OvertimeRow(**row)
