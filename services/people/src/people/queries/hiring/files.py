"""The personnel file, section by section, and the lists of what is missing in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.hiring.dissent import DissentNotFound
from people.domain.hiring.papers import TextNotFound
from people.domain.ids import shown_employee

CONTRACTS = text("""
    SELECT id, number, kind, signed_on, valid_from, valid_until, terms_sealed, noted_by, noted_at, ended_on, ended_reason, version
    FROM contract WHERE employee_id = :id ORDER BY valid_from DESC, id DESC
""")
TEXT = "SELECT number, title, body, digest, effective_from, published_by, published_at FROM confidentiality_text"
TEXTS = text(f"{TEXT} ORDER BY number DESC")
IN_FORCE = text(f"{TEXT} WHERE effective_from <= :on ORDER BY effective_from DESC, number DESC LIMIT 1")
SIGNATURES = text("""
    SELECT text_number, text_digest, signed_on, how, note, recorded_by, recorded_at FROM confidentiality_signature
    WHERE employee_id = :id ORDER BY text_number DESC
""")
UNSIGNED = text("""
    SELECT e.id, e.number, e.name, e.hired_on,
           (SELECT max(text_number) FROM confidentiality_signature s WHERE s.employee_id = e.id) AS last_signed
    FROM employee e
    WHERE e.hired_on <= :on AND (e.left_on IS NULL OR e.left_on >= :on)
      AND NOT EXISTS (SELECT FROM confidentiality_signature s WHERE s.employee_id = e.id AND s.text_number = :text)
      AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))
      AND (CAST(:after AS text) IS NULL OR e.number > :after)
    ORDER BY e.number LIMIT :limit
""")
CONDUCT = text("""
    SELECT id, kind, category, happened_on, what, amount, currency, state, approval_id, takes_effect_at, recorded_by, recorded_at, comment,
           version
    FROM conduct_entry WHERE employee_id = :id ORDER BY happened_on DESC, id DESC
""")
DISSENT = """
    SELECT s.id, s.employee_id, e.name AS employee_name, s.given_by_id, g.name AS given_by_name, s.reference, s.instruction, s.dissent,
           s.written_at, s.answer, s.answered_at, s.answered_by, s.outcome, s.complied_at, s.version
    FROM dissent s JOIN employee e ON e.id = s.employee_id JOIN employee g ON g.id = s.given_by_id
"""
DISSENTS = text(f"""
    {DISSENT}
    WHERE (CAST(:employee_id AS uuid) IS NULL OR s.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:reference AS text) IS NULL OR s.reference = :reference)
      AND (CAST(:reached AS uuid[]) IS NULL OR s.employee_id = ANY(CAST(:reached AS uuid[]))
           OR s.employee_id = CAST(:own AS uuid) OR s.given_by_id = CAST(:own AS uuid))
      AND (CAST(:before AS uuid) IS NULL OR s.id < CAST(:before AS uuid))
    ORDER BY s.id DESC LIMIT :limit
""")
ONE_DISSENT = text(f"{DISSENT} WHERE s.id = :id")
TALKS = text("""
    SELECT t.id, t.employee_id, e.name AS employee_name, t.with_id, w.name AS with_name, t.held_on, t.notes_sealed, t.next_on, t.written_at,
           t.agreed_at, t.version
    FROM talk t JOIN employee e ON e.id = t.employee_id JOIN employee w ON w.id = t.with_id
    WHERE t.employee_id = :id AND (:everything OR t.employee_id = CAST(:own AS uuid) OR t.with_id = CAST(:own AS uuid))
    ORDER BY t.held_on DESC, t.id DESC
""")
TALKS_DUE = text("""
    SELECT e.id, e.number, e.name, last.held_on AS last_on, last.next_on
    FROM employee e
    LEFT JOIN LATERAL (SELECT held_on, next_on FROM talk t WHERE t.employee_id = e.id ORDER BY held_on DESC, id DESC LIMIT 1) last ON true
    WHERE e.stage <> 'left' AND e.hired_on <= :on
      AND coalesce(last.next_on, coalesce(last.held_on, e.hired_on) + CAST(:days AS integer)) <= :on
      AND (CAST(:visible AS uuid[]) IS NULL OR e.id = ANY(CAST(:visible AS uuid[])))
      AND (CAST(:own AS uuid) IS NULL OR e.id <> CAST(:own AS uuid))
    ORDER BY coalesce(last.held_on, e.hired_on), e.number LIMIT 500
""")
LOOKS = text("""
    SELECT at, actor_id, actor_name, after ->> 'section' AS section FROM audit_entry
    WHERE noun = 'personnel_file' AND noun_id = :noun_id AND action = 'personnel_file.opened' ORDER BY id DESC LIMIT 200
""")


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    id: UUID
    number: str
    kind: str
    signed_on: date
    valid_from: date
    valid_until: date | None
    terms_sealed: str
    noted_by: str
    noted_at: datetime
    ended_on: date | None
    ended_reason: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class TextRow:
    number: int
    title: str
    body: str
    digest: str
    effective_from: date
    published_by: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignatureRow:
    text_number: int
    text_digest: str
    signed_on: date
    how: str
    note: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnsignedRow:
    id: UUID
    number: str
    name: str
    hired_on: date
    last_signed: int | None


@dataclass(frozen=True, kw_only=True)
class ConductRow:
    id: UUID
    kind: str
    category: str
    happened_on: date
    what: str
    amount: Decimal | None
    currency: str | None
    state: str
    approval_id: UUID | None
    takes_effect_at: datetime | None
    recorded_by: str
    recorded_at: datetime
    comment: str
    version: int


@dataclass(frozen=True, kw_only=True)
class DissentRow:
    id: UUID
    employee_id: UUID
    employee_name: str
    given_by_id: UUID
    given_by_name: str
    reference: str
    instruction: str
    dissent: str
    written_at: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    outcome: str | None
    complied_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class DissentSearch:
    """Of the employees in `reached` (None: of all), and those that `own` wrote or gave the instruction for."""

    employee_id: UUID | None
    reference: str | None
    reached: Collection[UUID] | None
    own: UUID | None


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    id: UUID
    employee_id: UUID
    employee_name: str
    with_id: UUID
    with_name: str
    held_on: date
    notes_sealed: str
    next_on: date | None
    written_at: datetime
    agreed_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class TalkDueRow:
    id: UUID
    number: str
    name: str
    last_on: date | None
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class LookRow:
    at: datetime
    actor_id: str
    actor_name: str
    section: str


async def list_contracts(reader: AsyncSession, employee_id: UUID) -> Sequence[ContractRow]:
    return [ContractRow(**row) for row in (await reader.execute(CONTRACTS, {"id": employee_id})).mappings()]


async def list_texts(reader: AsyncSession) -> Sequence[TextRow]:
    return [TextRow(**row) for row in (await reader.execute(TEXTS)).mappings()]


async def find_text_in_force(reader: AsyncSession, *, on: date) -> TextRow:
    """Raises TextNotFound."""
    row = (await reader.execute(IN_FORCE, {"on": on})).mappings().one_or_none()
    if row is None:
        raise TextNotFound
    return TextRow(**row)


async def list_signatures(reader: AsyncSession, employee_id: UUID) -> Sequence[SignatureRow]:
    return [SignatureRow(**row) for row in (await reader.execute(SIGNATURES, {"id": employee_id})).mappings()]


async def list_unsigned(
    reader: AsyncSession, *, text_number: int, on: date, visible: Sequence[UUID] | None, after: str | None, limit: int
) -> Sequence[UnsignedRow]:
    given: dict[str, Any] = {"text": text_number, "on": on, "visible": visible, "after": after, "limit": limit}
    return [UnsignedRow(**row) for row in (await reader.execute(UNSIGNED, given)).mappings()]


async def list_conduct(reader: AsyncSession, employee_id: UUID) -> Sequence[ConductRow]:
    return [ConductRow(**row) for row in (await reader.execute(CONDUCT, {"id": employee_id})).mappings()]


async def list_dissents(reader: AsyncSession, *, search: DissentSearch, before: UUID | None, limit: int) -> Sequence[DissentRow]:
    reached = None if search.reached is None else list(search.reached)
    whose = {"employee_id": search.employee_id, "reference": search.reference, "own": search.own, "reached": reached}
    given = {**whose, "before": before, "limit": limit}
    return [DissentRow(**row) for row in (await reader.execute(DISSENTS, given)).mappings()]


async def find_dissent_row(reader: AsyncSession, dissent_id: UUID) -> DissentRow:
    """Raises DissentNotFound."""
    row = (await reader.execute(ONE_DISSENT, {"id": dissent_id})).mappings().one_or_none()
    if row is None:
        raise DissentNotFound
    return DissentRow(**row)


async def list_talks(reader: AsyncSession, *, employee_id: UUID, everything: bool, own: UUID | None) -> Sequence[TalkRow]:
    """Unless `everything`, only those in which `own` took part."""
    given = {"id": employee_id, "everything": everything, "own": own}
    return [TalkRow(**row) for row in (await reader.execute(TALKS, given)).mappings()]


async def list_talks_due(
    reader: AsyncSession, *, on: date, days: int, visible: Sequence[UUID] | None, own: UUID | None
) -> Sequence[TalkDueRow]:
    """Whose next talk has come, or with whom nobody has talked for `days`."""
    given = {"on": on, "days": days, "visible": visible, "own": own}
    return [TalkDueRow(**row) for row in (await reader.execute(TALKS_DUE, given)).mappings()]


async def list_looks(reader: AsyncSession, employee_id: UUID) -> Sequence[LookRow]:
    """Who has opened which section, newest first."""
    return [LookRow(**row) for row in (await reader.execute(LOOKS, {"noun_id": shown_employee(employee_id)})).mappings()]
