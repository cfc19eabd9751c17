"""Candidates, what was thought of them, and what they were offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.hiring.candidate import CandidateNotFound
from people.queries.hiring.requisitions import TITLES
from people.queries.organisation.structure import DESCRIPTION

ROW = f"""
    SELECT c.id, c.number, c.requisition_id, r.number AS requisition_number, r.position_id, {TITLES}, c.name, c.contact_sealed, c.documents_sealed, c.source,
           c.source_note, c.profile, c.stage, c.ended_reason, c.went_on, c.former_employee_id, c.employee_id, c.added_by, c.added_at,
           c.stage_since, c.version, d.number AS description_number, d.qualifications
    FROM candidate c JOIN requisition r ON r.id = c.requisition_id
    JOIN position p ON p.id = r.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    LEFT JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
"""
LIST = text(f"""
    {ROW}
    WHERE (CAST(:requisition_id AS uuid) IS NULL OR c.requisition_id = CAST(:requisition_id AS uuid))
      AND (CAST(:stages AS text[]) IS NULL OR c.stage = ANY(CAST(:stages AS text[])))
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(c.number || ' ' || c.name)) > 0
           OR c.phone_digest = CAST(:phone_digest AS text))
      AND (CAST(:before AS uuid) IS NULL OR c.id < CAST(:before AS uuid))
    ORDER BY c.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE c.id = :id")
NOTES = text("""
    SELECT n.id, n.author_id, n.author_name, n.version, v.number, v.held_at, v.interviewers, v.impression, v.recommendation, v.written_at
    FROM interview_note n JOIN interview_note_version v ON v.note_id = n.id
    WHERE n.candidate_id = :id ORDER BY n.id DESC, v.number DESC
""")
OFFERS = text("""
    SELECT id, terms_sealed, starts_on, probation_months, valid_until, state, made_by, made_at, ended_at, note
    FROM offer WHERE candidate_id = :id ORDER BY id DESC
""")
FORMER_ACCOUNT = text("""
    SELECT a.id, a.login, a.disabled_at IS NOT NULL AS disabled
    FROM candidate c JOIN employee e ON e.id = c.former_employee_id JOIN account a ON a.id = e.account_id
    WHERE c.id = :id AND e.stage = 'left'
""")


@dataclass(frozen=True, kw_only=True)
class CandidateRow:
    """`qualifications` and `description_number` are of the description in force, None where the position has none."""

    id: UUID
    number: str
    requisition_id: UUID
    requisition_number: str
    position_id: UUID
    title_zh: str
    title_en: str
    unit_id: UUID
    unit_zh: str | None
    unit_en: str | None
    name: str
    contact_sealed: str
    documents_sealed: str
    source: str
    source_note: str
    profile: dict[str, Any]
    stage: str
    ended_reason: str | None
    went_on: dict[str, Any] | None
    former_employee_id: UUID | None
    employee_id: UUID | None
    added_by: str
    added_at: datetime
    stage_since: datetime
    version: int
    description_number: int | None
    qualifications: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerAccount:
    id: UUID
    login: str
    disabled: bool


@dataclass(frozen=True, kw_only=True)
class CandidateSearch:
    """`q` is part of the name or number; `phone_digest` finds a whole phone number."""

    on: date
    requisition_id: UUID | None
    stages: Sequence[str] | None
    q: str | None
    phone_digest: str | None


@dataclass(frozen=True, kw_only=True)
class NoteVersionRow:
    id: UUID
    author_id: str
    author_name: str
    version: int
    number: int
    held_at: datetime
    interviewers: str
    impression: str
    recommendation: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    id: UUID
    terms_sealed: str
    starts_on: date
    probation_months: int
    valid_until: date
    state: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    note: str


async def list_candidate_rows(reader: AsyncSession, *, search: CandidateSearch, before: UUID | None, limit: int) -> Sequence[CandidateRow]:
    given = {name: getattr(search, name) for name in CandidateSearch.__dataclass_fields__} | {"before": before, "limit": limit}
    return [CandidateRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_candidate_row(reader: AsyncSession, candidate_id: UUID, *, on: date) -> CandidateRow:
    """Raises CandidateNotFound."""
    row = (await reader.execute(ONE, {"id": candidate_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise CandidateNotFound
    return CandidateRow(**row)


async def find_former_account(reader: AsyncSession, candidate_id: UUID) -> FormerAccount | None:
    """The account of somebody who worked here before and has not come back yet."""
    row = (await reader.execute(FORMER_ACCOUNT, {"id": candidate_id})).mappings().one_or_none()
    return None if row is None else FormerAccount(**row)


async def list_note_versions(reader: AsyncSession, candidate_id: UUID) -> Sequence[NoteVersionRow]:
    """The newest note first, and of each the newest version."""
    return [NoteVersionRow(**row) for row in (await reader.execute(NOTES, {"id": candidate_id})).mappings()]


async def list_offer_rows(reader: AsyncSession, candidate_id: UUID) -> Sequence[OfferRow]:
    return [OfferRow(**row) for row in (await reader.execute(OFFERS, {"id": candidate_id})).mappings()]
