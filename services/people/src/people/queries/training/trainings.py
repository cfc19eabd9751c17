"""Trainings as the screens show them: the list, one with its sessions, and who of its audience has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.training.training import Audience, TrainingNotFound
from people.queries.organisation.structure import units_below

ROW = """
    SELECT t.id, t.code, t.title, t.kind, t.goal, t.unit_id, t.audience, t.certificate_months, t.state, t.created_at, t.created_by, t.version,
           n.enrolled, n.passed, n.failed, n.absent, s.next_session_at, p.number AS paper_number
    FROM training t
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE e.state <> 'withdrawn') AS enrolled, count(*) FILTER (WHERE e.outcome = 'passed') AS passed,
               count(*) FILTER (WHERE e.outcome = 'failed') AS failed, count(*) FILTER (WHERE e.state = 'absent') AS absent
        FROM training_enrolment e WHERE e.training_id = t.id
    ) n ON true
    LEFT JOIN LATERAL (SELECT min(starts_at) AS next_session_at FROM training_session s
                       WHERE s.training_id = t.id AND s.state = 'planned' AND s.starts_at > :now) s ON true
    LEFT JOIN LATERAL (SELECT max(number) AS number FROM training_paper p WHERE p.training_id = t.id AND p.state = 'published') p ON true
"""
LIST = text(f"""
    {ROW}
    WHERE (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(t.code || ' ' || t.title)) > 0)
      AND (CAST(:state AS text) IS NULL OR t.state = :state) AND (CAST(:kind AS text) IS NULL OR t.kind = :kind)
      AND (:drafts OR t.state <> 'draft')
      AND (CAST(:after AS uuid) IS NULL OR t.id < CAST(:after AS uuid))
    ORDER BY t.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE t.id = :id AND (:drafts OR t.state <> 'draft')")
SESSIONS = text("""
    SELECT s.id, s.starts_at, s.ends_at, s.place, s.trainer, s.capacity, s.state, s.cancel_reason, s.version,
           (SELECT count(*) FROM training_enrolment e WHERE e.session_id = s.id AND e.state <> 'withdrawn') AS taken
    FROM training_session s WHERE s.training_id = :id ORDER BY s.starts_at, s.id
""")
MEANT = text("""
    SELECT e.id, e.number, e.name, last.state, last.outcome, last.valid_until
    FROM employee e LEFT JOIN LATERAL (
        SELECT n.state, n.outcome, n.valid_until FROM training_enrolment n WHERE n.training_id = :id AND n.employee_id = e.id
        ORDER BY n.id DESC LIMIT 1
    ) last ON true
    WHERE e.hired_on <= :on AND (e.left_on IS NULL OR e.left_on >= :on)
      AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))
      AND (:everyone OR (CAST(:hired_since AS date) IS NOT NULL AND e.hired_on >= :hired_since) OR EXISTS (
            SELECT FROM assignment a JOIN position p ON p.id = a.position_id
            WHERE a.employee_id = e.id AND a.valid_from <= :on AND (a.valid_until IS NULL OR a.valid_until > :on)
              AND (p.unit_id = ANY(:units) OR p.id = ANY(:positions))))
      AND (CAST(:after AS text) IS NULL OR e.number > :after)
    ORDER BY e.number LIMIT :limit
""")
RATINGS = text("""
    SELECT count(*) AS count, round(avg(content), 2) AS content, round(avg(teaching), 2) AS teaching, round(avg(usefulness), 2) AS usefulness
    FROM training_rating WHERE training_id = :id
""")
# In another order than the enrolments: who said it is nobody's business.
COMMENTS = text("SELECT comment FROM training_rating WHERE training_id = :id AND comment <> '' ORDER BY md5(enrolment_id::text) LIMIT 200")


@dataclass(frozen=True, kw_only=True)
class TrainingRow:
    id: UUID
    code: str
    title: str
    kind: str
    goal: str
    unit_id: UUID | None
    audience: dict[str, Any]
    certificate_months: int | None
    state: str
    created_at: datetime
    created_by: str
    version: int
    enrolled: int
    passed: int
    failed: int
    absent: int
    next_session_at: datetime | None
    paper_number: int | None


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    trainer: str
    capacity: int
    state: str
    cancel_reason: str | None
    version: int
    taken: int


@dataclass(frozen=True, kw_only=True)
class MeantRow:
    """Somebody of the audience; `state` and `outcome` of their last enrolment, None for who has none."""

    id: UUID
    number: str
    name: str
    state: str | None
    outcome: str | None
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class TrainingSearch:
    q: str | None
    state: str | None
    kind: str | None
    drafts: bool
    now: datetime


async def list_training_rows(reader: AsyncSession, *, search: TrainingSearch, after: UUID | None, limit: int) -> list[TrainingRow]:
    """Newest first."""
    given = {name: getattr(search, name) for name in TrainingSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [TrainingRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_training_row(reader: AsyncSession, training_id: UUID, *, drafts: bool, now: datetime) -> TrainingRow:
    """Raises TrainingNotFound."""
    row = (await reader.execute(ONE, {"id": training_id, "drafts": drafts, "now": now})).mappings().one_or_none()
    if row is None:
        raise TrainingNotFound
    return TrainingRow(**row)


async def list_session_rows(reader: AsyncSession, training_id: UUID) -> list[SessionRow]:
    return [SessionRow(**row) for row in (await reader.execute(SESSIONS, {"id": training_id})).mappings()]


@dataclass(frozen=True, kw_only=True)
class MeantSearch:
    training_id: UUID
    audience: Audience
    on: date
    hired_since: date | None
    visible: Sequence[UUID] | None


async def list_meant_rows(reader: AsyncSession, *, search: MeantSearch, after: str | None, limit: int) -> list[MeantRow]:
    given = {
        "id": search.training_id,
        "on": search.on,
        "everyone": search.audience.everyone,
        "hired_since": search.hired_since,
        "units": await units_below(reader, units=search.audience.unit_ids, on=search.on),
        "positions": list(search.audience.position_ids),
        "visible": search.visible,
        "after": after,
        "limit": limit,
    }
    return [MeantRow(**row) for row in (await reader.execute(MEANT, given)).mappings()]


async def sum_of_ratings(reader: AsyncSession, training_id: UUID) -> dict[str, Any]:
    """Count, averages as decimals, and comments without names."""
    row = (await reader.execute(RATINGS, {"id": training_id})).mappings().one()
    comments = (await reader.scalars(COMMENTS, {"id": training_id})).all()
    return {**row, "comments": list(comments)}
