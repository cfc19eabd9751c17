"""Sheets and their rows as the screens and the pay file show them. An issue is what was handed out: later revisions are not in an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.month_refusals import SheetNotFound

SHEET = """
    SELECT s.id, s.month, s.unit_id, u.name_zh, u.name_en, s.state, s.issue, s.digest, s.compiled_at, s.compiled_by, s.signed_at, s.signed_by,
           s.taken_over_at, s.taken_over_by, s.closed_at, s.closed_by, s.version
    FROM month_sheet s LEFT JOIN LATERAL (
        SELECT name_zh, name_en FROM unit_period p WHERE p.unit_id = s.unit_id AND p.valid_from <= (s.month + interval '1 month')
        ORDER BY p.valid_from DESC LIMIT 1) u ON true
"""
ONE = text(f"{SHEET} WHERE s.id = :id AND (CAST(:units AS uuid[]) IS NULL OR s.unit_id = ANY(CAST(:units AS uuid[])))")
CURRENT = """
    SELECT DISTINCT ON (r.sheet_id, r.employee_id) r.* FROM month_row r
    WHERE r.sheet_id = ANY(:sheets) AND r.issue <= :issue ORDER BY r.sheet_id, r.employee_id, r.revision DESC
"""
ROWS = text(f"""
    SELECT c.sheet_id, c.employee_id, e.number, e.name, e.account_id, c.revision, c.issue, c.figures, c.digest, c.cause, c.document, c.reason,
           c.made_at, c.made_by, a.how, a.accepted_at, a.recorded_at,
           (SELECT count(*) FROM attendance_objection o WHERE o.employee_id = c.employee_id AND o.month = s.month AND o.state = 'open')
               AS open_objections
    FROM ({CURRENT}) c JOIN month_sheet s ON s.id = c.sheet_id JOIN employee e ON e.id = c.employee_id
    LEFT JOIN month_acceptance a ON a.sheet_id = c.sheet_id AND a.employee_id = c.employee_id
    WHERE NOT c.gone AND (CAST(:employee_id AS uuid) IS NULL OR c.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:after AS text) IS NULL OR e.number > :after)
    ORDER BY e.number LIMIT :limit
""")
REVISIONS = text("""
    SELECT revision, issue, gone, figures, days, digest, cause, document, reason, made_at, made_by FROM month_row
    WHERE sheet_id = :sheet_id AND employee_id = :employee_id ORDER BY revision DESC
""")
BOARD = text("""
    SELECT m.unit_id, u.name_zh, u.name_en, u.head_id, h.name AS head_name, m.members, s.id AS sheet_id, s.state, s.issue, s.digest, s.compiled_at,
           s.signed_at, s.signed_by, s.taken_over_at, s.taken_over_by, s.closed_at, s.closed_by, s.version,
           m.open_objections, m.decided,
           (SELECT count(*) FROM month_acceptance a WHERE a.sheet_id = s.id AND a.how = 'silence') AS silent
    FROM (SELECT unit_id, count(*) AS members, coalesce(sum(o.open), 0)::int AS open_objections, coalesce(sum(o.decided), 0)::int AS decided
          FROM month_members(:first, :last) stood LEFT JOIN (
              SELECT employee_id, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state <> 'open') AS decided
              FROM attendance_objection WHERE month = :first GROUP BY employee_id) o USING (employee_id)
          GROUP BY unit_id) m
    LEFT JOIN month_sheet s ON s.unit_id = m.unit_id AND s.month = :first
    LEFT JOIN LATERAL (SELECT name_zh, name_en, head_id FROM unit_period p WHERE p.unit_id = m.unit_id AND p.valid_from <= :on
                       ORDER BY p.valid_from DESC LIMIT 1) u ON true
    LEFT JOIN employee h ON h.id = u.head_id
    WHERE CAST(:units AS uuid[]) IS NULL OR m.unit_id = ANY(CAST(:units AS uuid[]))
    ORDER BY u.name_zh, m.unit_id
""")
RUN = text("""
    SELECT id, month, units, state, total, done, changed, created_at, created_by, finished_at FROM month_run
    WHERE (CAST(:id AS uuid) IS NULL OR id = CAST(:id AS uuid)) AND (CAST(:month AS date) IS NULL OR month = CAST(:month AS date))
    ORDER BY id DESC LIMIT 1
""")
MINE = text("""
    SELECT DISTINCT s.id, s.issue FROM month_sheet s JOIN month_row r ON r.sheet_id = s.id
    WHERE s.month = :month AND r.employee_id = :employee_id AND NOT EXISTS (
        SELECT FROM month_row later WHERE later.sheet_id = s.id AND later.employee_id = r.employee_id AND later.revision > r.revision)
      AND NOT r.gone
""")
CLOSED = text(
    f"{SHEET} WHERE s.month = :month AND s.state = 'closed' AND (CAST(:units AS uuid[]) IS NULL OR s.unit_id = ANY(CAST(:units AS uuid[]))) ORDER BY u.name_zh, s.id"
)
STANDING = text("SELECT id, state, version FROM month_sheet WHERE id = ANY(:sheets)")
CORRECTIONS = text("""
    SELECT c.number, c.employee_id, e.name AS employee_name, c.on_date, c.reason, c.document, c.corrected, c.issue, c.was, c.became, c.made_at, c.made_by
    FROM month_correction c JOIN employee e ON e.id = c.employee_id WHERE c.sheet_id = :sheet_id ORDER BY c.issue DESC
""")
ALL_ROWS = 100_000
ANY_ISSUE = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    id: UUID
    month: date
    unit_id: UUID
    name_zh: str | None
    name_en: str | None
    state: str
    issue: int
    digest: str
    compiled_at: datetime
    compiled_by: str
    signed_at: datetime | None
    signed_by: str | None
    taken_over_at: datetime | None
    taken_over_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class RowOfSheet:
    """`how` and `accepted_at`: by what, and when, the month counts as accepted."""

    sheet_id: UUID
    employee_id: UUID
    number: str
    name: str
    account_id: UUID | None
    revision: int
    issue: int
    figures: dict[str, Any]
    digest: str
    cause: str
    document: str
    reason: str
    made_at: datetime
    made_by: str
    how: str | None
    accepted_at: datetime | None
    recorded_at: datetime | None
    open_objections: int


@dataclass(frozen=True, kw_only=True)
class Revision:
    revision: int
    issue: int
    gone: bool
    figures: dict[str, Any]
    days: list[dict[str, Any]]
    digest: str
    cause: str
    document: str
    reason: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A unit with people in the month. Without `sheet_id` nobody has compiled it yet."""

    unit_id: UUID
    name_zh: str | None
    name_en: str | None
    head_id: UUID | None
    head_name: str | None
    members: int
    sheet_id: UUID | None
    state: str | None
    issue: int | None
    digest: str | None
    compiled_at: datetime | None
    signed_at: datetime | None
    signed_by: str | None
    taken_over_at: datetime | None
    taken_over_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    version: int | None
    open_objections: int
    decided: int
    silent: int


@dataclass(frozen=True, kw_only=True)
class RunRow:
    id: UUID
    month: date
    units: Sequence[UUID]
    state: str
    total: int
    done: int
    changed: int
    created_at: datetime
    created_by: str
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    number: str
    employee_id: UUID
    employee_name: str
    on_date: date | None
    reason: str
    document: str
    corrected: list[dict[str, Any]]
    issue: int
    was: dict[str, Any]
    became: dict[str, Any]
    made_at: datetime
    made_by: str


async def list_board(reader: AsyncSession, *, month: date, last: date, on: date, units: Sequence[UUID] | None) -> list[BoardRow]:
    given = {"first": month, "last": last, "on": on, "units": None if units is None else list(units)}
    return [BoardRow(**row) for row in (await reader.execute(BOARD, given)).mappings()]


async def find_month_run(reader: AsyncSession, *, run_id: UUID | None = None, month: date | None = None) -> RunRow | None:
    """By its id, or the newest of a month."""
    row = (await reader.execute(RUN, {"id": run_id, "month": month})).mappings().one_or_none()
    return None if row is None else RunRow(**row)


async def find_sheet(reader: AsyncSession, *, sheet_id: UUID, units: Sequence[UUID] | None = None) -> SheetRow:
    """Raises SheetNotFound."""
    row = (await reader.execute(ONE, {"id": sheet_id, "units": None if units is None else list(units)})).mappings().one_or_none()
    if row is None:
        raise SheetNotFound
    return SheetRow(**row)


async def list_sheet_rows(
    reader: AsyncSession, *, sheet_id: UUID, issue: int | None = None, employee_id: UUID | None = None, after: str | None = None,
    limit: int = ALL_ROWS,
) -> list[RowOfSheet]:  # fmt: skip
    """By the numbers of the employees; as of `issue`, else as they are now."""
    given = {
        "sheets": [sheet_id],
        "issue": ANY_ISSUE if issue is None else issue,
        "employee_id": employee_id,
        "after": after,
        "limit": limit,
    }
    return [RowOfSheet(**row) for row in (await reader.execute(ROWS, given)).mappings()]


async def list_revisions(reader: AsyncSession, *, sheet_id: UUID, employee_id: UUID) -> list[Revision]:
    """Newest first."""
    found = await reader.execute(REVISIONS, {"sheet_id": sheet_id, "employee_id": employee_id})
    return [Revision(**row) for row in found.mappings()]


async def sheet_with(reader: AsyncSession, *, employee_id: UUID, month: date) -> UUID | None:
    row = (await reader.execute(MINE, {"month": month, "employee_id": employee_id})).first()
    return None if row is None else row.id


async def list_closed_sheets(reader: AsyncSession, *, month: date, units: Sequence[UUID] | None) -> list[SheetRow]:
    given = {"month": month, "units": None if units is None else list(units)}
    return [SheetRow(**row) for row in (await reader.execute(CLOSED, given)).mappings()]


async def sheets_standing(reader: AsyncSession, *, sheets: Sequence[UUID]) -> dict[UUID, tuple[str, int]]:
    """State and version of each that there is."""
    return {row.id: (row.state, row.version) for row in await reader.execute(STANDING, {"sheets": list(sheets)})}


async def list_corrections(reader: AsyncSession, *, sheet_id: UUID) -> list[CorrectionRow]:
    return [CorrectionRow(**row) for row in (await reader.execute(CORRECTIONS, {"sheet_id": sheet_id})).mappings()]
