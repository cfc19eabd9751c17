"""Spells of work, probation, moves and leavings as the screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.hiring.leaving import LeavingNotFound
from people.queries.organisation.structure import DESCRIPTION

SPELLS = text("SELECT id, hired_on, left_on, candidate_id FROM employment WHERE employee_id = :id ORDER BY hired_on DESC")
PROBATION = text("""
    SELECT outcome, decided_on, until_before, until_after, reason, decided_by FROM probation_decision WHERE employee_id = :id ORDER BY id DESC
""")
MOVES = text(f"""
    SELECT m.id, m.kind, m.from_position_id, coalesce(df.title_zh, pf.code) AS from_zh, coalesce(df.title_en, pf.code) AS from_en,
           m.to_position_id, coalesce(dt.title_zh, pt.code) AS to_zh, coalesce(dt.title_en, pt.code) AS to_en, m.takes_effect_on, m.reason,
           m.state, m.planned_by, m.planned_at, m.version
    FROM move m JOIN position pt ON pt.id = m.to_position_id LEFT JOIN ({DESCRIPTION}) dt ON dt.position_id = pt.id
    LEFT JOIN position pf ON pf.id = m.from_position_id LEFT JOIN ({DESCRIPTION}) df ON df.position_id = pf.id
    WHERE m.employee_id = :id ORDER BY m.id DESC
""")
LEAVING = """
    SELECT l.id, l.employee_id, e.number AS employee_number, e.name AS employee_name, l.last_day, l.kind, l.reason, l.state, l.announced_by,
           l.announced_at, l.done_at, l.policy_version, l.version,
           (SELECT count(*) FROM leaving_item i WHERE i.leaving_id = l.id) AS items,
           (SELECT count(*) FROM leaving_item i WHERE i.leaving_id = l.id AND i.done_at IS NULL) AS open_items
    FROM leaving l JOIN employee e ON e.id = l.employee_id
"""
LEAVINGS = text(f"""
    {LEAVING}
    WHERE (CAST(:state AS text) IS NULL OR l.state = :state)
      AND (CAST(:employee_id AS uuid) IS NULL OR l.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:visible AS uuid[]) IS NULL OR l.employee_id = ANY(CAST(:visible AS uuid[])))
      AND (CAST(:before AS uuid) IS NULL OR l.id < CAST(:before AS uuid))
    ORDER BY l.id DESC LIMIT :limit
""")
ONE_LEAVING = text(f"{LEAVING} WHERE l.id = :id AND (CAST(:visible AS uuid[]) IS NULL OR l.employee_id = ANY(CAST(:visible AS uuid[])))")
ITEMS = text("""
    SELECT i.id, i.kind, i.title_zh, i.title_en, i.handed_to_id, e.name AS handed_to_name, i.note, i.done_at, i.done_by
    FROM leaving_item i LEFT JOIN employee e ON e.id = i.handed_to_id WHERE i.leaving_id = :id ORDER BY i.place
""")
# An instant of the business clock: the last day has passed in the company's calendar.
DUE = text("SELECT id FROM leaving WHERE state = 'planned' AND last_day < :on ORDER BY last_day, id LIMIT 100")
PROBATION_ENDS = text(f"""
    SELECT e.id, e.number, e.name, e.hired_on, e.probation_until, e.version, coalesce(d.title_zh, p.code) AS title_zh,
           coalesce(d.title_en, p.code) AS title_en
    FROM employee e
    LEFT JOIN assignment a ON a.employee_id = e.id AND a.main AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
    LEFT JOIN position p ON p.id = a.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    WHERE e.stage = 'probation' AND e.probation_until <= :until
      AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))
    ORDER BY e.probation_until, e.number LIMIT 500
""")


@dataclass(frozen=True, kw_only=True)
class SpellRow:
    id: UUID
    hired_on: date
    left_on: date | None
    candidate_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ProbationRow:
    outcome: str
    decided_on: date
    until_before: date | None
    until_after: date | None
    reason: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    id: UUID
    kind: str
    from_position_id: UUID | None
    from_zh: str | None
    from_en: str | None
    to_position_id: UUID
    to_zh: str
    to_en: str
    takes_effect_on: date
    reason: str
    state: str
    planned_by: str
    planned_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class LeavingRow:
    id: UUID
    employee_id: UUID
    employee_number: str
    employee_name: str
    last_day: date
    kind: str
    reason: str
    state: str
    announced_by: str
    announced_at: datetime
    done_at: datetime | None
    policy_version: int | None
    version: int
    items: int
    open_items: int


@dataclass(frozen=True, kw_only=True)
class LeavingItemRow:
    id: UUID
    kind: str
    title_zh: str
    title_en: str
    handed_to_id: UUID | None
    handed_to_name: str | None
    note: str
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, kw_only=True)
class ProbationEndRow:
    id: UUID
    number: str
    name: str
    hired_on: date
    probation_until: date
    version: int
    title_zh: str | None
    title_en: str | None


async def list_spells(reader: AsyncSession, employee_id: UUID) -> Sequence[SpellRow]:
    return [SpellRow(**row) for row in (await reader.execute(SPELLS, {"id": employee_id})).mappings()]


async def list_probation_decisions(reader: AsyncSession, employee_id: UUID) -> Sequence[ProbationRow]:
    return [ProbationRow(**row) for row in (await reader.execute(PROBATION, {"id": employee_id})).mappings()]


async def list_moves(reader: AsyncSession, employee_id: UUID, *, on: date) -> Sequence[MoveRow]:
    return [MoveRow(**row) for row in (await reader.execute(MOVES, {"id": employee_id, "on": on})).mappings()]


async def list_leaving_rows(
    reader: AsyncSession, *, state: str | None, employee_id: UUID | None, visible: Sequence[UUID] | None, before: UUID | None, limit: int
) -> Sequence[LeavingRow]:
    given = {"state": state, "employee_id": employee_id, "visible": visible, "before": before, "limit": limit}
    return [LeavingRow(**row) for row in (await reader.execute(LEAVINGS, given)).mappings()]


async def find_leaving_row(reader: AsyncSession, leaving_id: UUID, *, visible: Sequence[UUID] | None = None) -> LeavingRow:
    """Raises LeavingNotFound."""
    row = (await reader.execute(ONE_LEAVING, {"id": leaving_id, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise LeavingNotFound
    return LeavingRow(**row)


async def list_leaving_items(reader: AsyncSession, leaving_id: UUID) -> Sequence[LeavingItemRow]:
    return [LeavingItemRow(**row) for row in (await reader.execute(ITEMS, {"id": leaving_id})).mappings()]


async def leavings_due(reader: AsyncSession, *, on: date) -> Sequence[UUID]:
    """Planned ones whose last day has passed."""
    return (await reader.scalars(DUE, {"on": on})).all()


async def list_probation_ends(reader: AsyncSession, *, on: date, until: date, visible: Sequence[UUID] | None) -> Sequence[ProbationEndRow]:
    """Those on probation whose probation ends by `until`, also those where it has passed and nobody decided."""
    given = {"on": on, "until": until, "visible": visible}
    return [ProbationEndRow(**row) for row in (await reader.execute(PROBATION_ENDS, given)).mappings()]
