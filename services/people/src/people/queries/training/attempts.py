"""Test papers and attempts as the screens show them. Right answers leave here only for who plans trainings, or once the test is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.training.attempt import AttemptNotFound

PAPERS = text("""
    SELECT number, state, pass_mark, attempts, minutes, draw, questions, written_by, published_at, version
    FROM training_paper WHERE training_id = :id ORDER BY number DESC
""")
ROW = """
    SELECT a.id, a.enrolment_id, a.number, a.state, a.drawn, a.answers, a.marks, a.started_at, a.due_at, a.submitted_at, a.score, a.most,
           a.passed, a.version, p.number AS paper_number, p.pass_mark, p.attempts AS attempts_allowed, p.questions, e.training_id,
           e.employee_id, e.name, e.outcome, t.title, t.code
    FROM training_attempt a JOIN training_paper p ON p.id = a.paper_id JOIN training_enrolment e ON e.id = a.enrolment_id
    JOIN training t ON t.id = e.training_id
"""
ONE = text(f"{ROW} WHERE a.id = :id AND (CAST(:employee_id AS uuid) IS NULL OR e.employee_id = CAST(:employee_id AS uuid))")
OF_ENROLMENT = text(f"{ROW} WHERE a.enrolment_id = :enrolment_id ORDER BY a.number")
WAITING = text(
    f"{ROW} WHERE a.state = 'waiting' AND (CAST(:after AS uuid) IS NULL OR a.id > CAST(:after AS uuid)) ORDER BY a.id LIMIT :limit"
)
EXPIRED = text("SELECT id FROM training_attempt WHERE state = 'open' AND due_at < :before ORDER BY id LIMIT 500")


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    number: int
    state: str
    pass_mark: int
    attempts: int
    minutes: int | None
    draw: int | None
    questions: list[dict[str, Any]]
    written_by: str
    published_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    id: UUID
    enrolment_id: UUID
    number: int
    state: str
    drawn: list[dict[str, Any]]
    answers: dict[str, list[str]]
    marks: dict[str, dict[str, Any]]
    started_at: datetime
    due_at: datetime | None
    submitted_at: datetime | None
    score: int | None
    most: int
    passed: bool | None
    version: int
    paper_number: int
    pass_mark: int
    attempts_allowed: int
    questions: list[dict[str, Any]]
    training_id: UUID
    employee_id: UUID | None
    name: str
    outcome: str | None
    title: str
    code: str


async def list_paper_rows(reader: AsyncSession, training_id: UUID) -> list[PaperRow]:
    """Newest first."""
    return [PaperRow(**row) for row in (await reader.execute(PAPERS, {"id": training_id})).mappings()]


async def find_attempt_row(reader: AsyncSession, attempt_id: UUID, *, only_of: UUID | None) -> AttemptRow:
    """Raises AttemptNotFound."""
    row = (await reader.execute(ONE, {"id": attempt_id, "employee_id": only_of})).mappings().one_or_none()
    if row is None:
        raise AttemptNotFound
    return AttemptRow(**row)


async def list_attempt_rows(reader: AsyncSession, enrolment_id: UUID) -> list[AttemptRow]:
    return [AttemptRow(**row) for row in (await reader.execute(OF_ENROLMENT, {"enrolment_id": enrolment_id})).mappings()]


async def list_waiting_rows(reader: AsyncSession, *, after: UUID | None, limit: int) -> list[AttemptRow]:
    """Longest waiting first."""
    return [AttemptRow(**row) for row in (await reader.execute(WAITING, {"after": after, "limit": limit})).mappings()]


async def expired_attempts(reader: AsyncSession, *, before: datetime) -> list[UUID]:
    """Open ones whose time ran out."""
    return list((await reader.scalars(EXPIRED, {"before": before})).all())
