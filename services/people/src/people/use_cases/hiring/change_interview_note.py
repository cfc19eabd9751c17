from datetime import datetime
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.interview_note import InterviewAhead, InterviewNote, InterviewNoteNotFound, InterviewNoteVersion
from people.store.hiring.candidates import add_note_version, lock_note


async def change_interview_note(
    uow: UnitOfWork, *, candidate_id: UUID, note_id: UUID, expected_version: int, held_at: datetime, interviewers: str, impression: str,
    recommendation: str,
) -> InterviewNote:  # fmt: skip
    """By its author alone; what it said before is kept. Raises InterviewNoteNotFound, NotTheAuthor, VersionStale, InterviewAhead."""
    note = await lock_note(uow, note_id)
    if note.candidate_id != candidate_id:
        raise InterviewNoteNotFound
    note.must_be_written_by(uow.actor.id)
    check_version(expected=expected_version, actual=note.version)
    if held_at > uow.now:
        raise InterviewAhead
    note.version += 1
    version = InterviewNoteVersion(
        note_id=note_id,
        number=note.version,
        held_at=held_at,
        interviewers=interviewers,
        impression=impression,
        recommendation=recommendation,
        written_at=uow.now,
    )
    await add_note_version(uow, version)
    after: dict[str, object] = {"version": note.version, "recommendation": recommendation}
    uow.audit("interview_note.changed", noun="interview_note", noun_id=shown("ivn", note_id), after=after)
    uow.changed("candidate", shown("cnd", candidate_id))
    return note
