"""A candidate as the screens see them: papers masked, qualifications beside what the description asks."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from chassis.routes import Body
from chassis.sealing import SealBroken, Sealer
from people.api.hiring.parts import LongText, Told
from people.domain.hiring.candidate import CandidateUnreadable
from people.domain.hiring.ids import CandidateId, InterviewNoteId, OfferId, RequisitionId
from people.domain.hiring.profile import Profile, check
from people.domain.ids import AccountId, EmployeeId, PositionId, UnitId
from people.domain.organisation.contact import masked
from people.domain.organisation.description import Qualifications
from people.queries.hiring.candidates import CandidateRow, NoteVersionRow, OfferRow


class CandidateContact(Body):
    """Personal data: sealed, and masked in every answer. What is left out, or null, stays as it is."""

    phone: Told | None = None
    email: Told | None = None
    id_card: Told | None = None
    address: Told | None = None
    emergency_contact: Told | None = None

    def given(self) -> dict[str, str]:
        return {name: text for name, text in self.model_dump().items() if text is not None}


class RevealedCandidate(BaseModel):
    phone: str
    email: str
    id_card: str
    address: str
    emergency_contact: str
    documents: LongText


class CandidateContactOut(BaseModel):
    phone: str
    email: str
    id_card: str
    address: str
    emergency_contact: str


class CandidateOut(BaseModel):
    """`unmet` counts points of the description in force that are not met; `excused` of them somebody has given a reason for. `version`: the ETag."""

    id: CandidateId
    number: str
    requisition_id: RequisitionId
    requisition_number: str
    position_id: PositionId
    title_zh: str
    title_en: str
    unit_id: UnitId
    unit_zh: str | None
    unit_en: str | None
    name: str
    source: str
    source_note: str
    stage: str
    stage_since: datetime
    ended_reason: str | None
    former_employee_id: EmployeeId | None
    employee_id: EmployeeId | None
    added_by: str
    added_at: datetime
    unmet: int
    excused: int
    version: int


class PointOut(BaseModel):
    """One point of the description beside what the candidate has. `excused`: not met, and somebody goes on all the same."""

    key: str
    zh: str
    en: str
    has_zh: str
    has_en: str
    met: bool
    excused: bool


class QualificationCheckOut(BaseModel):
    """`other` is for people to judge. The age range is shown and never a filter (rule ORG-10)."""

    description_number: int | None
    points: list[PointOut]
    other: list[str]
    age_from: int | None
    age_to: int | None


class WentOnOut(BaseModel):
    points: list[str]
    reason: str
    by: str
    at: datetime


class NoteVersionOut(BaseModel):
    number: int
    held_at: datetime
    interviewers: str
    impression: str
    recommendation: str
    written_at: datetime


class InterviewNoteOut(BaseModel):
    """`versions` newest first; `own` when the asker wrote it. `version` is the ETag."""

    id: InterviewNoteId
    author_name: str
    own: bool
    version: int
    versions: list[NoteVersionOut]


class OfferOut(BaseModel):
    """`lapsed`: its day has passed without an answer."""

    id: OfferId
    terms: str
    starts_on: date
    probation_months: int
    valid_until: date
    state: str
    lapsed: bool
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    note: str


class FormerAccountOut(BaseModel):
    id: AccountId
    login: str
    disabled: bool


class CandidateFile(CandidateOut):
    """`terms` of offers are empty for who may not make offers. `former_account` is that of who worked here before."""

    contact: CandidateContactOut
    has_documents: bool
    profile: Profile
    qualifications: QualificationCheckOut
    went_on: WentOnOut | None
    notes: list[InterviewNoteOut]
    offers: list[OfferOut]
    former_account: FormerAccountOut | None


def points_of(row: CandidateRow) -> list[PointOut]:
    if row.qualifications is None:
        return []
    excused = set((row.went_on or {}).get("points", []))
    found = check(Profile.model_validate(row.profile), Qualifications.model_validate(row.qualifications))
    return [
        PointOut(
            key=point.key,
            zh=point.zh,
            en=point.en,
            has_zh=point.has_zh,
            has_en=point.has_en,
            met=point.met,
            excused=not point.met and point.zh in excused,
        )
        for point in found
    ]


def candidate_out(row: CandidateRow) -> CandidateOut:
    points = points_of(row)
    plain = {name: getattr(row, name) for name in CandidateOut.model_fields if name not in ("unmet", "excused")}
    return CandidateOut(
        **plain, unmet=sum(not point.met for point in points), excused=sum(not point.met and point.excused for point in points)
    )


def check_out(row: CandidateRow) -> QualificationCheckOut:
    wanted = None if row.qualifications is None else Qualifications.model_validate(row.qualifications)
    return QualificationCheckOut(
        description_number=row.description_number,
        points=points_of(row),
        other=[] if wanted is None else list(wanted.other),
        age_from=None if wanted is None else wanted.age_from,
        age_to=None if wanted is None else wanted.age_to,
    )


def open_contact(row: CandidateRow, sealer: Sealer) -> dict[str, str]:
    """Masked. Raises CandidateUnreadable."""
    try:
        return masked(sealer.open(row.contact_sealed))
    except SealBroken as error:
        raise CandidateUnreadable(number=row.number) from error


def notes_out(rows: list[NoteVersionRow], *, actor_id: str) -> list[InterviewNoteOut]:
    notes: dict[Any, InterviewNoteOut] = {}
    for row in rows:
        note = notes.setdefault(
            row.id,
            InterviewNoteOut(id=row.id, author_name=row.author_name, own=row.author_id == actor_id, version=row.version, versions=[]),
        )
        note.versions.append(NoteVersionOut.model_validate(row, from_attributes=True))
    return list(notes.values())


def offer_out(row: OfferRow, *, sealer: Sealer, today: date, sees_terms: bool, number: str) -> OfferOut:
    try:
        terms = sealer.open(row.terms_sealed)["text"] if sees_terms else ""
    except SealBroken as error:
        raise CandidateUnreadable(number=number) from error
    plain = {name: getattr(row, name) for name in OfferOut.model_fields if name not in ("terms", "lapsed")}
    return OfferOut(**plain, terms=terms, lapsed=row.state == "open" and today > row.valid_until)
