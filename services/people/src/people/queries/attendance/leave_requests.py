"""Requests for leave as the screens show them, and who is away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.leave import LeaveNotFound

ROW = """
    SELECT l.id, l.number, l.employee_id, e.number AS employee_number, e.name AS employee_name, l.purpose, l.replaces_id,
           r.number AS replaces_number, l.kind, l.kind_version, l.unit, l.amount, l.first_on, l.last_on, l.from_session, l.until_session,
           l.from_time, l.until_time, l.reason, l.evidence, l.after_the_fact, l.state, l.filed_at, l.decided_at, l.decided_by, l.comment,
           l.ended_at, l.end_reason, l.version,
           (SELECT array_agg(a.name ORDER BY a.name) FROM account a WHERE a.id = ANY(l.decided_by)) AS deciders,
           (SELECT c.number FROM leave_request c WHERE c.replaces_id = l.id AND c.state = 'waiting') AS change_number
    FROM leave_request l JOIN employee e ON e.id = l.employee_id LEFT JOIN leave_request r ON r.id = l.replaces_id
"""
LIST = text(f"""
    {ROW}
    WHERE (CAST(:visible AS uuid[]) IS NULL OR l.employee_id = ANY(CAST(:visible AS uuid[])))
      AND (CAST(:employee_id AS uuid) IS NULL OR l.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:state AS text) IS NULL OR l.state = :state)
      AND (CAST(:kind AS text) IS NULL OR l.kind = :kind)
      AND (CAST(:first AS date) IS NULL OR l.last_on >= CAST(:first AS date))
      AND (CAST(:last AS date) IS NULL OR l.first_on <= CAST(:last AS date))
      AND (CAST(:after AS uuid) IS NULL OR l.id < CAST(:after AS uuid))
    ORDER BY l.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE l.id = :id AND (CAST(:visible AS uuid[]) IS NULL OR l.employee_id = ANY(CAST(:visible AS uuid[])))")
PARTS = text("SELECT on_date, starts, ends, parts, minutes, counts FROM leave_part WHERE leave_id = :id ORDER BY on_date")
AWAY = text("""
    SELECT DISTINCT e.name, e.number FROM leave_part p JOIN leave_request l ON l.id = p.leave_id JOIN employee e ON e.id = p.employee_id
    JOIN assignment a ON a.employee_id = p.employee_id AND a.main AND a.valid_from <= p.on_date
        AND (a.valid_until IS NULL OR a.valid_until > p.on_date)
    JOIN position o ON o.id = a.position_id
    WHERE p.on_date BETWEEN :first AND :last AND p.counts AND o.unit_id = :unit_id AND p.employee_id <> :but ORDER BY e.name, e.number
""")
# IN (SELECT unnest) is looked up in a hash also where a plan is kept for any `visible`; = ANY would be compared one by one.
CALENDAR = text("""
    SELECT p.employee_id, e.number AS employee_number, e.name AS employee_name, p.on_date, p.starts, p.ends, p.parts, l.id AS leave_id, l.number, l.kind, l.state
    FROM leave_part p JOIN leave_request l ON l.id = p.leave_id JOIN employee e ON e.id = p.employee_id
    WHERE p.on_date BETWEEN :first AND :last AND p.counts
      AND (CAST(:visible AS uuid[]) IS NULL OR p.employee_id IN (SELECT unnest(CAST(:visible AS uuid[]))))
    ORDER BY p.on_date, p.employee_id, p.starts LIMIT :limit
""")
WHOLE_DAY = text("""
    SELECT p.employee_id FROM leave_part p JOIN leave_request l ON l.id = p.leave_id
    WHERE p.on_date = :on AND p.employee_id = ANY(:employees) AND l.state = 'approved' AND p.parts >= 120
""")


@dataclass(frozen=True, kw_only=True)
class LeaveRow:
    """`change_number`: a change of it that waits for approval."""

    id: UUID
    number: str
    employee_id: UUID
    employee_number: str
    employee_name: str
    purpose: str
    replaces_id: UUID | None
    replaces_number: str | None
    kind: str
    kind_version: int
    unit: str
    amount: int
    first_on: date
    last_on: date
    from_session: int | None
    until_session: int | None
    from_time: int | None
    until_time: int | None
    reason: str
    evidence: str
    after_the_fact: bool
    state: str
    filed_at: datetime
    decided_at: datetime | None
    decided_by: Sequence[UUID]
    comment: str
    ended_at: datetime | None
    end_reason: str
    version: int
    deciders: Sequence[str] | None
    change_number: str | None


@dataclass(frozen=True, kw_only=True)
class LeavePartRow:
    on_date: date
    starts: int
    ends: int
    parts: int
    minutes: int
    counts: bool


@dataclass(frozen=True, kw_only=True)
class AwayRow:
    employee_id: UUID
    employee_number: str
    employee_name: str
    on_date: date
    starts: int
    ends: int
    parts: int
    leave_id: UUID
    number: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class LeaveSearch:
    """`visible` None: everybody."""

    visible: Sequence[UUID] | None
    employee_id: UUID | None
    state: str | None
    kind: str | None
    first: date | None
    last: date | None


async def list_leave_rows(reader: AsyncSession, *, search: LeaveSearch, after: UUID | None, limit: int) -> list[LeaveRow]:
    """Newest first."""
    given = {name: getattr(search, name) for name in LeaveSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [LeaveRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_leave_row(reader: AsyncSession, *, leave_id: UUID, visible: Sequence[UUID] | None) -> LeaveRow:
    """Raises LeaveNotFound."""
    row = (await reader.execute(ONE, {"id": leave_id, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise LeaveNotFound
    return LeaveRow(**row)


async def list_leave_parts(reader: AsyncSession, *, leave_id: UUID) -> list[LeavePartRow]:
    return [LeavePartRow(**row) for row in (await reader.execute(PARTS, {"id": leave_id})).mappings()]


async def colleagues_away(reader: AsyncSession, *, unit_id: UUID, first: date, last: date, but: UUID) -> list[str]:
    """Names, with their numbers, of those of the unit whose leave, approved or waiting, touches these days."""
    given = {"unit_id": unit_id, "first": first, "last": last, "but": but}
    return [f"{row.name} {row.number}" for row in await reader.execute(AWAY, given)]


async def list_away(reader: AsyncSession, *, first: date, last: date, visible: Sequence[UUID] | None, limit: int) -> list[AwayRow]:
    """By day, then by name; of the last day told perhaps not all."""
    given = {"first": first, "last": last, "visible": visible, "limit": limit}
    found = [AwayRow(**row) for row in (await reader.execute(CALENDAR, given)).mappings()]
    return sorted(found, key=lambda row: (row.on_date, row.employee_name, row.employee_number, row.starts))


async def away_the_whole_day(reader: AsyncSession, employees: Collection[UUID], on: date) -> set[UUID]:
    """For approvals: who is on leave that day decides nothing (rule APR-2)."""
    return set((await reader.scalars(WHOLE_DAY, {"employees": list(employees), "on": on})).all())
