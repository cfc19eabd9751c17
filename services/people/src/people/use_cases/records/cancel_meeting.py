from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting
from people.domain.records.meeting import Meeting, MeetingState
from people.store.records.meetings import lock_meeting


async def cancel_meeting(uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, reason: str, changer: UUID | None) -> Meeting:
    """Raises MeetingNotFound, NotYourMeeting, VersionStale, MeetingFixed."""
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    meeting.must_be_planned()
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason
    meeting.version += 1
    uow.audit("meeting.cancelled", noun="meeting", noun_id=shown_meeting(meeting_id), after={"state": "cancelled"}, reason=reason)
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting
