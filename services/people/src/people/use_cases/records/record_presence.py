from collections.abc import Mapping
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee, shown_meeting
from people.domain.records.meeting import MeetingNotFound, MeetingState, Presence
from people.store.records.meetings import invitees_of, lock_meeting


async def record_presence(uow: UnitOfWork, *, meeting_id: UUID, marks: Mapping[UUID, tuple[Presence, str]], changer: UUID | None) -> None:
    """Raises MeetingNotFound (also for somebody who was not invited), NotYourMeeting, MeetingFixed, MeetingNotBegun."""
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    if meeting.state == MeetingState.CANCELLED:
        meeting.must_be_planned()
    meeting.must_have_begun(uow.now)
    invitees = await invitees_of(uow, meeting_id)
    if set(marks) - set(invitees):
        raise MeetingNotFound
    for key, (presence, reason) in marks.items():
        invitees[key].presence, invitees[key].reason = presence, reason
    after: dict[str, object] = {shown_employee(key): presence.value for key, (presence, _) in marks.items()}
    uow.audit("meeting.presence", noun="meeting", noun_id=shown_meeting(meeting_id), after=after)
    uow.changed("meeting", shown_meeting(meeting_id))
