from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.hiring.candidate_shapes import (
    CandidateContact,
    CandidateContactOut,
    CandidateFile,
    CandidateOut,
    FormerAccountOut,
    RevealedCandidate,
    candidate_out,
    check_out,
    notes_out,
    offer_out,
    open_contact,
)
from people.api.hiring.parts import (
    GivenReason,
    GivenReasonOnly,
    Line,
    LongText,
    MayInterview,
    MayKeepCandidates,
    MayReadCandidates,
    MayRevealCandidates,
    Told,
    Writing,
)
from people.api.organisation.parts import OnDay, Today
from people.domain.hiring.candidate import CandidateStage, Source, phone_of
from people.domain.hiring.ids import CandidateId, InterviewNoteId, RequisitionId
from people.domain.hiring.interview_note import Recommendation
from people.domain.hiring.profile import Profile
from people.domain.ids import EmployeeId
from people.domain.organisation.contact import FIELDS
from people.permissions import Permission
from people.queries.hiring.candidates import (
    CandidateSearch,
    find_candidate_row,
    find_former_account,
    list_candidate_rows,
    list_note_versions,
    list_offer_rows,
)
from people.use_cases.hiring.add_candidate import NewCandidate, add_candidate
from people.use_cases.hiring.change_candidate import CandidateWish, change_candidate
from people.use_cases.hiring.change_interview_note import change_interview_note
from people.use_cases.hiring.end_candidate import end_candidate
from people.use_cases.hiring.go_on_with_candidate import go_on_with_candidate
from people.use_cases.hiring.reveal_candidate import reveal_candidate
from people.use_cases.hiring.take_up_candidate import take_up_candidate
from people.use_cases.hiring.write_interview_note import Impression, write_interview_note

router = transactional_router("/v1/candidates", tag="candidates")


class NewCandidateIn(Body):
    """`former_employee_id`: they worked here before and keep their file when hired."""

    requisition_id: RequisitionId
    name: Line
    contact: CandidateContact
    source: Source
    source_note: Told
    profile: Profile
    documents: LongText
    former_employee_id: EmployeeId | None = None


class CandidateChange(Body):
    """What is left out, or null, stays as it is."""

    name: Line | None = None
    contact: CandidateContact | None = None
    source: Source | None = None
    source_note: Told | None = None
    profile: Profile | None = None
    documents: LongText | None = None


class CandidateEnd(Body):
    """`rejected` by us, or `withdrawn` by themselves."""

    stage: Literal["rejected", "withdrawn"]
    reason: GivenReason


class InterviewNoteIn(Body):
    held_at: datetime
    interviewers: Line
    impression: Writing
    recommendation: Recommendation


class NoteWritten(BaseModel):
    id: InterviewNoteId
    version: int


async def candidate_file(
    reader: Reader, here: Here, *, candidate_id: UUID, today: Today, actor: Actor, response: Response
) -> CandidateFile:
    row = await find_candidate_row(reader, candidate_id, on=today)
    show_version(response, row.version)
    sees_terms = actor.may(Permission.MAKE_OFFERS)
    offers = await list_offer_rows(reader, candidate_id)
    former = await find_former_account(reader, candidate_id)
    return CandidateFile(
        **candidate_out(row).model_dump(),
        contact=CandidateContactOut(**open_contact(row, here.sealer)),
        has_documents=bool(here.sealer.open(row.documents_sealed).get("text")),
        profile=Profile.model_validate(row.profile),
        qualifications=check_out(row),
        went_on=None if row.went_on is None else row.went_on,  # pyright: ignore[reportArgumentType] - validated by the model
        notes=notes_out(list(await list_note_versions(reader, candidate_id)), actor_id=actor.id),
        offers=[offer_out(one, sealer=here.sealer, today=today, sees_terms=sees_terms, number=row.number) for one in offers],
        former_account=None if former is None else FormerAccountOut.model_validate(former, from_attributes=True),
    )


@router.get("")
async def list_candidates(
    *,
    reader: Reader,
    here: Here,
    paging: Paging,
    on: OnDay,
    _: MayReadCandidates,
    requisition_id: RequisitionId | None = None,
    stage: Annotated[list[CandidateStage] | None, Query(max_length=8)] = None,
    q: Annotated[str | None, Query(max_length=80, description="Part of name or number, or a whole phone number")] = None,
) -> Page[CandidateOut]:
    """Newest first."""
    (before,) = paging.after(UUID) or (None,)
    phone = phone_of({"phone": q or ""})
    digest = here.sealer.digest(f"phone {phone}") if len(phone) >= 5 else None
    search = CandidateSearch(on=on, requisition_id=requisition_id, stages=stage, q=q or None, phone_digest=digest)
    rows = await list_candidate_rows(reader, search=search, before=before, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([candidate_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def add_new_candidate(
    body: NewCandidateIn, uow: Uow, here: Here, today: Today, actor: MayKeepCandidates, response: Response
) -> CandidateFile:
    """Their papers are sealed; the answer masks them (rule ORG-4)."""
    facts = NewCandidate(
        requisition_id=body.requisition_id,
        name=body.name,
        contact=body.contact.given(),
        source=body.source,
        source_note=body.source_note,
        profile=body.profile,
        documents=body.documents,
        former_employee_id=body.former_employee_id,
    )
    made = await add_candidate(uow, facts=facts)
    return await candidate_file(uow.session, here, candidate_id=made.id, today=today, actor=actor, response=response)


@router.get("/{candidate_id}")
async def get_candidate(
    candidate_id: CandidateId, reader: Reader, here: Here, today: Today, actor: MayReadCandidates, response: Response
) -> CandidateFile:
    """With the check against the description in force, each unmet point named (rule ORG-4)."""
    return await candidate_file(reader, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.patch("/{candidate_id}")
async def change_one_candidate(
    candidate_id: CandidateId, body: CandidateChange, uow: Uow, here: Here, today: Today, actor: MayKeepCandidates,
    version: ExpectedVersion, response: Response,
) -> CandidateFile:  # fmt: skip
    wish = CandidateWish(
        name=body.name,
        contact=None if body.contact is None else body.contact.given(),
        source=body.source,
        source_note=body.source_note,
        profile=body.profile,
        documents=body.documents,
    )
    await change_candidate(uow, candidate_id=candidate_id, expected_version=version, wish=wish)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/reveal")
async def reveal_candidate_papers(candidate_id: CandidateId, body: GivenReasonOnly, uow: Uow, _: MayRevealCandidates) -> RevealedCandidate:
    """In full, with a reason that is logged."""
    found = await reveal_candidate(uow, candidate_id=candidate_id, reason=body.reason)
    return RevealedCandidate(**{name: found.contact.get(name, "") for name in FIELDS}, documents=found.documents)


@router.post("/{candidate_id}/go-on", dependencies=[ONCE])
async def go_on_all_the_same(
    candidate_id: CandidateId, body: GivenReasonOnly, uow: Uow, here: Here, today: Today, actor: MayKeepCandidates,
    version: ExpectedVersion, response: Response,
) -> CandidateFile:  # fmt: skip
    """In spite of the points that are unmet now; the reason is kept (rule ORG-4)."""
    await go_on_with_candidate(uow, candidate_id=candidate_id, expected_version=version, reason=body.reason)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/end", dependencies=[ONCE])
async def end_one_candidate(
    candidate_id: CandidateId, body: CandidateEnd, uow: Uow, here: Here, today: Today, actor: MayKeepCandidates,
    version: ExpectedVersion, response: Response,
) -> CandidateFile:  # fmt: skip
    await end_candidate(uow, candidate_id=candidate_id, expected_version=version, stage=CandidateStage(body.stage), reason=body.reason)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/take-up", dependencies=[ONCE])
async def take_up_one_candidate(
    candidate_id: CandidateId, body: GivenReasonOnly, uow: Uow, here: Here, today: Today, actor: MayKeepCandidates,
    version: ExpectedVersion, response: Response,
) -> CandidateFile:  # fmt: skip
    """Back into the running, while the requisition is open."""
    await take_up_candidate(uow, candidate_id=candidate_id, expected_version=version, reason=body.reason)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/interview-notes", status_code=201, dependencies=[ONCE])
async def write_new_interview_note(candidate_id: CandidateId, body: InterviewNoteIn, uow: Uow, _: MayInterview) -> NoteWritten:
    """Own impressions; the first one takes the candidate into the interviews."""
    seen = Impression(held_at=body.held_at, interviewers=body.interviewers, impression=body.impression, recommendation=body.recommendation)
    note = await write_interview_note(uow, candidate_id=candidate_id, seen=seen)
    return NoteWritten(id=note.id, version=note.version)


@router.put("/{candidate_id}/interview-notes/{note_id}")
async def change_own_interview_note(
    candidate_id: CandidateId, note_id: InterviewNoteId, body: InterviewNoteIn, uow: Uow, _: MayInterview, version: ExpectedVersion
) -> NoteWritten:
    """Only by its author; what it said before is kept (rule ORG-4)."""
    note = await change_interview_note(
        uow,
        candidate_id=candidate_id,
        note_id=note_id,
        expected_version=version,
        held_at=body.held_at,
        interviewers=body.interviewers,
        impression=body.impression,
        recommendation=body.recommendation,
    )
    return NoteWritten(id=note.id, version=note.version)
