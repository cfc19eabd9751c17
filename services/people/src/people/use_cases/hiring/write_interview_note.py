from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import RUNNING, CandidateStage
from people.domain.hiring.ids import shown
from people.domain.hiring.interview_note import InterviewAhead, InterviewNote, InterviewNoteVersion
from people.store.hiring.candidates import add_note, lock_candidate


@dataclass(frozen=True, kw_only=True)
class Impression:
    """`interviewers`: who talked with the candidate, in words."""

    held_at: datetime
    interviewers: str
    impression: str
    recommendation: str


async def write_interview_note(uow: UnitOfWork, *, candidate_id: UUID, seen: Impression) -> InterviewNote:
    """The first one takes a candidate who applied into the interviews. Raises CandidateNotFound, CandidateElsewhere, InterviewAhead."""
    candidate = await lock_candidate(uow, candidate_id)
    candidate.must_be(*RUNNING)
    if seen.held_at > uow.now:
        raise InterviewAhead
    note = InterviewNote(id=new_id(), candidate_id=candidate_id, author_id=uow.actor.id, author_name=uow.actor.name, version=1)
    version = InterviewNoteVersion(
        note_id=note.id,
        number=1,
        held_at=seen.held_at,
        interviewers=seen.interviewers,
        impression=seen.impression,
        recommendation=seen.recommendation,
        written_at=uow.now,
    )
    await add_note(uow, note, version)
    if candidate.stage == CandidateStage.APPLIED:
        candidate.go_to(CandidateStage.INTERVIEW, now=uow.now)
        await uow.session.flush()
    after: dict[str, object] = {"candidate_id": shown("cnd", candidate_id), "recommendation": seen.recommendation}
    uow.audit("interview_note.written", noun="interview_note", noun_id=shown("ivn", note.id), after=after)
    uow.changed("candidate", shown("cnd", candidate_id))
    return note
