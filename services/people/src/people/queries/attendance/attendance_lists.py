"""Lists of attendance: policy versions, notices, batches of punches, runs and what replays found, and who is on a board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.policy_version import AttendancePolicyNotFound
from people.domain.attendance.run_span import RunNotFound

POLICY = """
    SELECT number, state, effective_from, content, reason, created_at, created_by, published_at, published_by, version FROM attendance_policy
"""
POLICIES = text(f"{POLICY} WHERE CAST(:after AS int) IS NULL OR number < :after ORDER BY number DESC LIMIT :limit")
ONE_POLICY = text(f"{POLICY} WHERE number = :number")
NOTICES = text("""
    SELECT id, title, reason, first_day, last_day, unit_ids, sessions, state, published_at, published_by, withdrawn_at, withdrawn_by, version
    FROM hours_notice WHERE CAST(:after AS uuid) IS NULL OR id < :after ORDER BY id DESC LIMIT :limit
""")
BATCHES = text("""
    SELECT id, source, name, row_count, added_count, known_count, refused_count, received_at, received_by
    FROM punch_batch WHERE CAST(:after AS uuid) IS NULL OR id < :after ORDER BY id DESC LIMIT :limit
""")
RUN = """
    SELECT id, kind, first_day, last_day, unit_ids, policy_number, state, people_total, people_done, days_done, days_changed, people_changed,
           started_at, started_by, ended_at
    FROM attendance_run
"""
RUNS = text(f"""
    {RUN} WHERE (CAST(:after AS uuid) IS NULL OR id < :after) AND (CAST(:policy_number AS int) IS NULL OR policy_number = :policy_number)
    ORDER BY id DESC LIMIT :limit
""")
ONE_RUN = text(f"{RUN} WHERE id = :id")
DIFFERENCES = text("""
    SELECT d.employee_id, e.number, e.name, d.on_day, d.before, d.after
    FROM replay_difference d JOIN employee e ON e.id = d.employee_id
    WHERE d.run_id = :run_id AND (CAST(:after_employee AS uuid) IS NULL OR (d.employee_id, d.on_day) > (:after_employee, :after_day))
    ORDER BY d.employee_id, d.on_day LIMIT :limit
""")
COMPANY_DAYS = text(
    "SELECT on_day, kind, name, set_at, set_by, version FROM company_day WHERE on_day BETWEEN :first AND :last ORDER BY on_day"
)
BOARD = text("""
    SELECT DISTINCT e.id, e.number, e.name, p.unit_id FROM employee e
    JOIN assignment a ON a.employee_id = e.id AND a.main AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
    JOIN position p ON p.id = a.position_id
    JOIN employment_spell s ON s.employee_id = e.id AND s.hired_on <= :on AND (s.left_on IS NULL OR s.left_on >= :on)
    WHERE p.unit_id = ANY(:units)
      AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(:visible)) AND (CAST(:after AS text) IS NULL OR e.number > :after)
    ORDER BY e.number LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class PolicyRow:
    number: int
    state: str
    effective_from: date | None
    content: dict[str, Any]
    reason: str
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    id: UUID
    title: str
    reason: str
    first_day: date
    last_day: date
    unit_ids: list[UUID]
    sessions: list[dict[str, str]]
    state: str
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    id: UUID
    source: str
    name: str
    row_count: int
    added_count: int
    known_count: int
    refused_count: int
    received_at: datetime
    received_by: str


@dataclass(frozen=True, kw_only=True)
class RunRow:
    id: UUID
    kind: str
    first_day: date
    last_day: date
    unit_ids: list[UUID] | None
    policy_number: int | None
    state: str
    people_total: int
    people_done: int
    days_done: int
    days_changed: int
    people_changed: int
    started_at: datetime
    started_by: str
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    employee_id: UUID
    number: str
    name: str
    on_day: date
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CompanyDayRow:
    on_day: date
    kind: str
    name: str
    set_at: datetime
    set_by: str
    version: int


@dataclass(frozen=True, kw_only=True)
class BoardPerson:
    id: UUID
    number: str
    name: str
    unit_id: UUID


async def list_policy_rows(reader: AsyncSession, *, after: int | None, limit: int) -> list[PolicyRow]:
    return [PolicyRow(**row) for row in (await reader.execute(POLICIES, {"after": after, "limit": limit})).mappings()]


async def find_policy_row(reader: AsyncSession, number: int) -> PolicyRow:
    """Raises AttendancePolicyNotFound."""
    row = (await reader.execute(ONE_POLICY, {"number": number})).mappings().one_or_none()
    if row is None:
        raise AttendancePolicyNotFound
    return PolicyRow(**row)


async def list_notice_rows(reader: AsyncSession, *, after: UUID | None, limit: int) -> list[NoticeRow]:
    return [NoticeRow(**row) for row in (await reader.execute(NOTICES, {"after": after, "limit": limit})).mappings()]


async def list_batch_rows(reader: AsyncSession, *, after: UUID | None, limit: int) -> list[BatchRow]:
    return [BatchRow(**row) for row in (await reader.execute(BATCHES, {"after": after, "limit": limit})).mappings()]


async def list_run_rows(reader: AsyncSession, *, policy_number: int | None, after: UUID | None, limit: int) -> list[RunRow]:
    rows = await reader.execute(RUNS, {"policy_number": policy_number, "after": after, "limit": limit})
    return [RunRow(**row) for row in rows.mappings()]


async def find_run_row(reader: AsyncSession, run_id: UUID) -> RunRow:
    """Raises RunNotFound."""
    row = (await reader.execute(ONE_RUN, {"id": run_id})).mappings().one_or_none()
    if row is None:
        raise RunNotFound
    return RunRow(**row)


async def list_difference_rows(reader: AsyncSession, *, run_id: UUID, after: tuple[UUID, date] | None, limit: int) -> list[DifferenceRow]:
    place = {"after_employee": after[0] if after else None, "after_day": after[1] if after else None}
    rows = await reader.execute(DIFFERENCES, {"run_id": run_id, **place, "limit": limit})
    return [DifferenceRow(**row) for row in rows.mappings()]


async def list_company_days(reader: AsyncSession, *, first: date, last: date) -> list[CompanyDayRow]:
    return [CompanyDayRow(**row) for row in (await reader.execute(COMPANY_DAYS, {"first": first, "last": last})).mappings()]


async def list_board_people(
    reader: AsyncSession, *, units: Sequence[UUID], on: date, visible: Sequence[UUID] | None, after: str | None, limit: int
) -> list[BoardPerson]:
    values = {"units": list(units), "on": on, "visible": None if visible is None else list(visible), "after": after, "limit": limit}
    return [BoardPerson(**row) for row in (await reader.execute(BOARD, values)).mappings()]
