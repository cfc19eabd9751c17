"""Meetings as the screens show them: to those invited, to who leads the unit, and to who oversees all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.records.meeting import MeetingNotFound

ROW = """
    SELECT m.id, m.number, m.title, m.unit_id, m.starts_at, m.ends_at, m.place, m.chair_id, c.name AS chair_name, m.writer_id,
           w.name AS writer_name, m.agenda, m.state, m.cancel_reason, m.version,
           (SELECT count(*) FROM meeting_invitee i WHERE i.meeting_id = m.id) AS invited_count,
           (SELECT count(*) FROM task t WHERE t.meeting_id = m.id) AS task_count,
           (SELECT count(*) FROM task t WHERE t.meeting_id = m.id AND t.state = 'open') AS open_task_count
    FROM meeting m JOIN employee c ON c.id = m.chair_id JOIN employee w ON w.id = m.writer_id
"""
VISIBLE = """(:all OR m.unit_id = ANY(:led) OR EXISTS (
    SELECT FROM meeting_invitee i WHERE i.meeting_id = m.id AND i.employee_id = CAST(:own AS uuid)))"""
LIST = text(f"""
    {ROW} WHERE {VISIBLE}
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(m.number || ' ' || m.title)) > 0)
      AND (CAST(:since AS timestamptz) IS NULL OR m.ends_at >= :since) AND (CAST(:before AS timestamptz) IS NULL OR m.starts_at < :before)
      AND (CAST(:unit_id AS uuid) IS NULL OR m.unit_id = CAST(:unit_id AS uuid))
      AND (CAST(:state AS text) IS NULL OR m.state = :state)
      AND (NOT :mine OR EXISTS (SELECT FROM meeting_invitee i WHERE i.meeting_id = m.id AND i.employee_id = CAST(:own AS uuid)))
      AND (CAST(:after_at AS timestamptz) IS NULL OR (m.starts_at, m.id) < (CAST(:after_at AS timestamptz), CAST(:after AS uuid)))
    ORDER BY m.starts_at DESC, m.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE m.id = :id AND {VISIBLE}")
INVITEES = text("""
    SELECT i.employee_id AS id, e.number, e.name, i.presence, i.reason FROM meeting_invitee i JOIN employee e ON e.id = i.employee_id
    WHERE i.meeting_id = :id ORDER BY e.number
""")
MINUTES = text("""
    SELECT number, state, text, decisions, reason, written_at, written_by, closed_at, closed_by FROM meeting_minutes
    WHERE meeting_id = :id ORDER BY number DESC
""")


@dataclass(frozen=True, kw_only=True)
class Seer:
    """Who looks: `own` as an employee, `led` the units they lead and all below; `all` for who oversees everything."""

    own: UUID | None
    led: Sequence[UUID]
    all: bool


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    id: UUID
    number: str
    title: str
    unit_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    place: str
    chair_id: UUID
    chair_name: str
    writer_id: UUID
    writer_name: str
    agenda: list[dict[str, Any]]
    state: str
    cancel_reason: str | None
    version: int
    invited_count: int
    task_count: int
    open_task_count: int


@dataclass(frozen=True, kw_only=True)
class InviteeRow:
    id: UUID
    number: str
    name: str
    presence: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MinutesRow:
    number: int
    state: str
    text: str
    decisions: list[dict[str, Any]]
    reason: str
    written_at: datetime
    written_by: str
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, kw_only=True)
class MeetingSearch:
    q: str | None
    since: datetime | None
    before: datetime | None
    unit_id: UUID | None
    state: str | None
    mine: bool


def _seen_by(seer: Seer) -> dict[str, object]:
    return {"own": seer.own, "led": list(seer.led), "all": seer.all}


async def list_meeting_rows(
    reader: AsyncSession, *, seer: Seer, search: MeetingSearch, after: tuple[datetime, UUID] | None, limit: int
) -> list[MeetingRow]:
    """Latest first."""
    after_at, after_id = after or (None, None)
    given = {name: getattr(search, name) for name in MeetingSearch.__dataclass_fields__} | _seen_by(seer)
    given |= {"after_at": after_at, "after": after_id, "limit": limit}
    return [MeetingRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_meeting_row(reader: AsyncSession, meeting_id: UUID, *, seer: Seer) -> MeetingRow:
    """Raises MeetingNotFound, also for one that is none of theirs."""
    row = (await reader.execute(ONE, {"id": meeting_id, **_seen_by(seer)})).mappings().one_or_none()
    if row is None:
        raise MeetingNotFound
    return MeetingRow(**row)


async def list_invitee_rows(reader: AsyncSession, meeting_id: UUID) -> list[InviteeRow]:
    return [InviteeRow(**row) for row in (await reader.execute(INVITEES, {"id": meeting_id})).mappings()]


async def list_minutes_rows(reader: AsyncSession, meeting_id: UUID) -> list[MinutesRow]:
    """Newest version first."""
    return [MinutesRow(**row) for row in (await reader.execute(MINUTES, {"id": meeting_id})).mappings()]
