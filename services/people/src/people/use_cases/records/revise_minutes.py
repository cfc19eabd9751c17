from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting
from people.domain.records.meeting import Meeting
from people.domain.records.minutes import MeetingMinutes, MinutesOpen, MinutesState, NoMinutes
from people.store.records.meetings import add_minutes, lock_meeting, minutes_of


async def revise_minutes(uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, reason: str, changer: UUID | None) -> Meeting:
    """Begins a new version, with what the closed one says; the closed one stays as it is.

    Raises MeetingNotFound, NotYourMeeting, VersionStale, NoMinutes, MinutesOpen.
    """
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    versions = await minutes_of(uow, meeting_id)
    if not versions:
        raise NoMinutes
    last = versions[-1]
    if last.state == MinutesState.DRAFT:
        raise MinutesOpen(number=last.number)
    draft = MeetingMinutes(
        meeting_id=meeting_id,
        number=last.number + 1,
        state=MinutesState.DRAFT,
        text=last.text,
        decisions=last.decisions,
        reason=reason,
        written_at=uow.now,
        written_by=uow.actor.name,
    )
    await add_minutes(uow, draft)
    meeting.version += 1
    after: dict[str, object] = {"number": draft.number}
    uow.audit("meeting.minutes_revised", noun="meeting", noun_id=shown_meeting(meeting_id), after=after, reason=reason)
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting
