from collections.abc import Mapping
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee, shown_meeting
from people.domain.records.meeting import MeetingState, NotInvited, Presence
from people.store.records.meetings import invitees_of, lock_meeting


async def record_presence(uow: UnitOfWork, *, meeting_id: UUID, marks: Mapping[UUID, tuple[Presence, str]], changer: UUID | None) -> None:
    """Raises MeetingNotFound, NotYourMeeting, MeetingFixed, MeetingNotBegun, NotInvited."""
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    if meeting.state == MeetingState.CANCELLED:
        meeting.must_be_planned()
    meeting.must_have_begun(uow.now)
    invitees = await invitees_of(uow, meeting_id)
    strangers = [
        FieldError(pointer=f"/marks/{number}/employee_id", code=NotInvited.code, zh="未被邀请", en="is not invited")
        for number, key in enumerate(marks)
        if key not in invitees
    ]
    if strangers:
        raise NotInvited(errors=strangers, count=len(strangers))
    for key, (presence, reason) in marks.items():
        invitees[key].presence, invitees[key].reason = presence, reason
    after: dict[str, object] = {shown_employee(key): presence.value for key, (presence, _) in marks.items()}
    uow.audit("meeting.presence", noun="meeting", noun_id=shown_meeting(meeting_id), after=after)
    uow.changed("meeting", shown_meeting(meeting_id))
