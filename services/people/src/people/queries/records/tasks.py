"""Tasks as the screens show them: one's own, those one gave, one's people's, or all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.records.task import TaskNotFound

ROW = """
    SELECT t.id, t.number, t.title, t.owner_id, o.name AS owner_name, o.number AS owner_number, t.giver_id, g.name AS giver_name, t.due_on,
           t.meeting_id, m.number AS meeting_number, m.title AS meeting_title, m.chair_id, t.state, t.note, t.ended_at, t.ended_by, t.reminded_on,
           t.created_at, t.version, (t.state = 'open' AND t.due_on < :today) AS overdue
    FROM task t JOIN employee o ON o.id = t.owner_id LEFT JOIN employee g ON g.id = t.giver_id LEFT JOIN meeting m ON m.id = t.meeting_id
"""
# Who chairs or sits in the meeting sees what it decided.
VISIBLE = """(CAST(:visible AS uuid[]) IS NULL OR t.owner_id = ANY(CAST(:visible AS uuid[])) OR t.giver_id = CAST(:own AS uuid) OR EXISTS (
    SELECT FROM meeting_invitee i WHERE i.meeting_id = t.meeting_id AND i.employee_id = CAST(:own AS uuid)))"""
LIST = text(f"""
    {ROW} WHERE {VISIBLE}
      AND (CAST(:state AS text) IS NULL OR t.state = :state)
      AND (NOT :overdue OR (t.state = 'open' AND t.due_on < :today))
      AND (CAST(:owner_id AS uuid) IS NULL OR t.owner_id = CAST(:owner_id AS uuid))
      AND (NOT :given_by_me OR t.giver_id = CAST(:own AS uuid))
      AND (CAST(:meeting_id AS uuid) IS NULL OR t.meeting_id = CAST(:meeting_id AS uuid))
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(t.number || ' ' || t.title || ' ' || o.name)) > 0)
      AND (CAST(:after_on AS date) IS NULL OR (t.due_on, t.id) > (CAST(:after_on AS date), CAST(:after AS uuid)))
    ORDER BY t.due_on, t.id LIMIT :limit
""")
ONE = text(f"{ROW} WHERE t.id = :id AND {VISIBLE}")
FIGURES = text("""
    SELECT count(*) AS open, count(*) FILTER (WHERE due_on < :today) AS overdue, count(*) FILTER (WHERE due_on = :today) AS today,
           count(*) FILTER (WHERE due_on = :today + 1) AS tomorrow
    FROM task WHERE owner_id = :own AND state = 'open'
""")
REMIND = text("""
    SELECT id FROM task WHERE state = 'open' AND due_on <= :by AND (reminded_on IS NULL OR reminded_on < :today) ORDER BY id LIMIT 1000
""")


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    id: UUID
    number: str
    title: str
    owner_id: UUID
    owner_name: str
    owner_number: str
    giver_id: UUID | None
    giver_name: str | None
    due_on: date
    meeting_id: UUID | None
    meeting_number: str | None
    meeting_title: str | None
    chair_id: UUID | None
    state: str
    note: str
    ended_at: datetime | None
    ended_by: str | None
    reminded_on: date | None
    created_at: datetime
    version: int
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class TaskSearch:
    """`visible` None: everybody's."""

    visible: Sequence[UUID] | None
    own: UUID | None
    today: date
    state: str | None = None
    overdue: bool = False
    owner_id: UUID | None = None
    given_by_me: bool = False
    meeting_id: UUID | None = None
    q: str | None = None


async def list_task_rows(reader: AsyncSession, *, search: TaskSearch, after: tuple[date, UUID] | None, limit: int) -> list[TaskRow]:
    """What is due first comes first."""
    after_on, after_id = after or (None, None)
    given = {name: getattr(search, name) for name in TaskSearch.__dataclass_fields__}
    given |= {"after_on": after_on, "after": after_id, "limit": limit}
    return [TaskRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_task_row(reader: AsyncSession, task_id: UUID, *, search: TaskSearch) -> TaskRow:
    """Raises TaskNotFound."""
    given = {"id": task_id, "visible": search.visible, "own": search.own, "today": search.today}
    row = (await reader.execute(ONE, given)).mappings().one_or_none()
    if row is None:
        raise TaskNotFound
    return TaskRow(**row)


@dataclass(frozen=True, kw_only=True)
class TaskFigures:
    open: int
    overdue: int
    today: int
    tomorrow: int


async def own_task_figures(reader: AsyncSession, *, own: UUID | None, today: date) -> TaskFigures:
    return TaskFigures(**(await reader.execute(FIGURES, {"own": own, "today": today})).mappings().one())


async def tasks_to_remind_of(reader: AsyncSession, *, today: date, by: date) -> list[UUID]:
    return list((await reader.scalars(REMIND, {"today": today, "by": by})).all())
