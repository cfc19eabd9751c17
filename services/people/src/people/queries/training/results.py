"""Who takes part and what came of it: lists of enrolments, results, certificates and what waits for marking (rule ORG-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.training.enrolment import EnrolmentNotFound

ROW = """
    SELECT e.id, e.training_id, t.code, t.title, t.kind, e.session_id, s.starts_at, s.ends_at, s.place, s.trainer, e.employee_id,
           m.number AS employee_number, e.outside_reference, e.name, e.state, e.reason, e.enrolled_at, e.outcome, e.score, e.most, e.comment,
           e.decided_at, e.decided_by, e.certificate_number, e.valid_until, e.version, a.attempts, a.open_attempt,
           greatest(p.attempts, a.promised) AS attempts_allowed
    FROM training_enrolment e JOIN training t ON t.id = e.training_id
    LEFT JOIN training_session s ON s.id = e.session_id
    LEFT JOIN employee m ON m.id = e.employee_id
    LEFT JOIN LATERAL (SELECT count(*) AS attempts, max(a.state) FILTER (WHERE a.state <> 'marked') AS open_attempt,
                              (array_agg(used.attempts ORDER BY a.number DESC))[1] AS promised
                       FROM training_attempt a JOIN training_paper used ON used.id = a.paper_id WHERE a.enrolment_id = e.id) a ON true
    LEFT JOIN LATERAL (SELECT attempts FROM training_paper p WHERE p.training_id = t.id AND p.state = 'published'
                       ORDER BY number DESC LIMIT 1) p ON true
"""
# An outside party belongs to nobody's people: only who sees all results sees it.
VISIBLE = "(CAST(:visible AS uuid[]) IS NULL OR e.employee_id = ANY(CAST(:visible AS uuid[])))"
LIST = text(f"""
    {ROW}
    WHERE {VISIBLE}
      AND (CAST(:training_id AS uuid) IS NULL OR e.training_id = CAST(:training_id AS uuid))
      AND (CAST(:session_id AS uuid) IS NULL OR e.session_id = CAST(:session_id AS uuid))
      AND (CAST(:employee_id AS uuid) IS NULL OR e.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:outcome AS text) IS NULL OR e.outcome = :outcome)
      AND (NOT :undecided OR (e.outcome IS NULL AND e.state NOT IN ('absent', 'withdrawn')))
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(e.name || ' ' || t.title || ' ' || t.code)) > 0)
      AND (CAST(:after AS uuid) IS NULL OR e.id < CAST(:after AS uuid))
    ORDER BY e.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE e.id = :id AND {VISIBLE}")
MADE = text(f"{ROW} WHERE e.id = ANY(:ids)")
OF_CERTIFICATE = text(f"{ROW} WHERE e.certificate_number = :number AND {VISIBLE}")
# One that has been renewed needs no attention: a later one of the same person and training counts.
EXPIRING = text(f"""
    {ROW}
    WHERE {VISIBLE} AND e.certificate_number IS NOT NULL AND e.valid_until <= :until
      AND (m.left_on IS NULL OR m.left_on >= :on)
      AND NOT EXISTS (
        SELECT FROM training_enrolment later WHERE later.training_id = e.training_id AND later.outcome = 'passed'
          AND later.certificate_number IS NOT NULL AND later.id <> e.id
          AND (later.employee_id = e.employee_id OR later.outside_reference = e.outside_reference)
          AND (later.valid_until IS NULL OR later.valid_until > e.valid_until))
      AND (CAST(:after_day AS date) IS NULL OR (e.valid_until, e.id) > (CAST(:after_day AS date), CAST(:after AS uuid)))
    ORDER BY e.valid_until, e.id LIMIT :limit
""")
PERSONNEL = text(f"{ROW} WHERE e.employee_id = :employee_id AND e.state <> 'withdrawn' ORDER BY e.id DESC")
PARTIES = text("""
    SELECT reference, name FROM outside_party
    WHERE (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(reference || ' ' || name)) > 0)
      AND (CAST(:after AS text) IS NULL OR reference > :after) ORDER BY reference LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class EnrolmentRow:
    """`open_attempt`: open or waiting, None when there is none. `attempts_allowed` None: the training has no test."""

    id: UUID
    training_id: UUID
    code: str
    title: str
    kind: str
    session_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    trainer: str | None
    employee_id: UUID | None
    employee_number: str | None
    outside_reference: str | None
    name: str
    state: str
    reason: str
    enrolled_at: datetime
    outcome: str | None
    score: int | None
    most: int | None
    comment: str
    decided_at: datetime | None
    decided_by: str | None
    certificate_number: str | None
    valid_until: date | None
    version: int
    attempts: int
    open_attempt: str | None
    attempts_allowed: int | None


@dataclass(frozen=True, kw_only=True)
class EnrolmentSearch:
    visible: Sequence[UUID] | None
    training_id: UUID | None = None
    session_id: UUID | None = None
    employee_id: UUID | None = None
    outcome: str | None = None
    q: str | None = None
    undecided: bool = False


async def list_enrolment_rows(reader: AsyncSession, *, search: EnrolmentSearch, after: UUID | None, limit: int) -> list[EnrolmentRow]:
    """Newest first."""
    given = {name: getattr(search, name) for name in EnrolmentSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [EnrolmentRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_enrolment_row(reader: AsyncSession, enrolment_id: UUID, *, visible: Sequence[UUID] | None) -> EnrolmentRow:
    """Raises EnrolmentNotFound."""
    row = (await reader.execute(ONE, {"id": enrolment_id, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise EnrolmentNotFound
    return EnrolmentRow(**row)


async def enrolment_rows_of(reader: AsyncSession, ids: Sequence[UUID]) -> list[EnrolmentRow]:
    """In the order of `ids`."""
    rows = {row["id"]: EnrolmentRow(**row) for row in (await reader.execute(MADE, {"ids": list(ids)})).mappings()}
    return [rows[one] for one in ids]


async def find_certificate_row(reader: AsyncSession, number: str, *, visible: Sequence[UUID] | None) -> EnrolmentRow:
    """Raises EnrolmentNotFound."""
    row = (await reader.execute(OF_CERTIFICATE, {"number": number, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise EnrolmentNotFound
    return EnrolmentRow(**row)


@dataclass(frozen=True, kw_only=True)
class ExpirySearch:
    visible: Sequence[UUID] | None
    on: date
    until: date
    after: tuple[date, UUID] | None


async def list_expiring_rows(reader: AsyncSession, *, search: ExpirySearch, limit: int) -> list[EnrolmentRow]:
    """Those over already come first."""
    after_day, after = search.after or (None, None)
    given = {"visible": search.visible, "on": search.on, "until": search.until, "after_day": after_day, "after": after, "limit": limit}
    return [EnrolmentRow(**row) for row in (await reader.execute(EXPIRING, given)).mappings()]


async def trainings_of(reader: AsyncSession, employee_id: UUID) -> list[EnrolmentRow]:
    """For the personnel file: everything somebody took part in, newest first, with results and certificates (rules ORG-5, ORG-6)."""
    return [EnrolmentRow(**row) for row in (await reader.execute(PERSONNEL, {"employee_id": employee_id})).mappings()]


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    reference: str
    name: str


async def list_outside_parties(reader: AsyncSession, *, q: str | None, after: str | None, limit: int) -> list[PartyRow]:
    return [PartyRow(**row) for row in (await reader.execute(PARTIES, {"q": q, "after": after, "limit": limit})).mappings()]
