"""Loads and saves candidates, interview notes and offers."""

from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import RUNNING, Candidate, CandidateNotFound
from people.domain.hiring.interview_note import InterviewNote, InterviewNoteNotFound, InterviewNoteVersion
from people.domain.hiring.offer import NoOffer, Offer, OfferState

NEXT = text("SELECT nextval('candidate_number')")


async def next_candidate_number(uow: UnitOfWork) -> str:
    return f"CD-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT):06d}"


async def add_candidate_row(uow: UnitOfWork, candidate: Candidate) -> None:
    uow.session.add(candidate)
    await uow.session.flush()


async def find_requisition_of(uow: UnitOfWork, candidate_id: UUID) -> UUID:
    """Which requisition to lock before the candidate. Raises CandidateNotFound."""
    found = await uow.session.scalar(select(Candidate.requisition_id).where(Candidate.id == candidate_id))
    if found is None:
        raise CandidateNotFound
    return found


async def lock_candidate(uow: UnitOfWork, candidate_id: UUID) -> Candidate:
    """Raises CandidateNotFound."""
    query = select(Candidate).where(Candidate.id == candidate_id).with_for_update()
    found = await uow.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise CandidateNotFound
    return found


async def same_phone(uow: UnitOfWork, *, requisition_id: UUID, digest: str, leaving_out: UUID | None = None) -> str | None:
    """The number of a candidate of the requisition who is reached by the same phone and still in the running."""
    query = select(Candidate.number).where(
        Candidate.requisition_id == requisition_id, Candidate.phone_digest == digest, Candidate.stage.in_(RUNNING)
    )
    if leaving_out is not None:
        query = query.where(Candidate.id != leaving_out)
    return await uow.session.scalar(query.limit(1))


async def candidates_in_the_running(uow: UnitOfWork, requisition_id: UUID) -> list[Candidate]:
    query = select(Candidate).where(Candidate.requisition_id == requisition_id, Candidate.stage.in_(RUNNING))
    return list(await uow.session.scalars(query.order_by(Candidate.id).with_for_update()))


async def any_interview_note(uow: UnitOfWork, candidate_id: UUID) -> bool:
    return await uow.session.scalar(select(InterviewNote.id).where(InterviewNote.candidate_id == candidate_id).limit(1)) is not None


async def add_note(uow: UnitOfWork, note: InterviewNote, version: InterviewNoteVersion) -> None:
    uow.session.add(note)
    await uow.session.flush()
    await add_note_version(uow, version)


async def add_note_version(uow: UnitOfWork, version: InterviewNoteVersion) -> None:
    uow.session.add(version)
    await uow.session.flush()


async def lock_note(uow: UnitOfWork, note_id: UUID) -> InterviewNote:
    """Raises InterviewNoteNotFound."""
    found = await uow.session.scalar(select(InterviewNote).where(InterviewNote.id == note_id).with_for_update())
    if found is None:
        raise InterviewNoteNotFound
    return found


async def add_offer(uow: UnitOfWork, offer: Offer) -> None:
    uow.session.add(offer)
    await uow.session.flush()


async def standing_offer(uow: UnitOfWork, candidate_id: UUID) -> Offer:
    """The open or accepted one. Raises NoOffer."""
    query = select(Offer).where(Offer.candidate_id == candidate_id, Offer.state.in_((OfferState.OPEN, OfferState.ACCEPTED)))
    found = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise NoOffer
    return found
