from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting
from people.domain.records.meeting import Meeting, MeetingState
from people.domain.records.minutes import Decision, MeetingMinutes, MinutesClosed, MinutesState, check_ids
from people.store.records.meetings import add_minutes, lock_meeting, minutes_of


@dataclass(frozen=True, kw_only=True)
class MinutesText:
    text: str
    decisions: Sequence[Decision]


async def write_minutes(uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, minutes: MinutesText, changer: UUID | None) -> Meeting:
    """The draft; decisions may still lack owner and date. Raises MeetingNotFound, NotYourMeeting, VersionStale, MeetingFixed, MinutesClosed."""
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    if meeting.state == MeetingState.CANCELLED:
        meeting.must_be_planned()
    check_ids(minutes.decisions)
    versions = await minutes_of(uow, meeting_id)
    if versions and versions[-1].state == MinutesState.CLOSED:
        raise MinutesClosed(number=versions[-1].number)
    draft = versions[-1] if versions else MeetingMinutes(meeting_id=meeting_id, number=1, state=MinutesState.DRAFT, reason="")
    draft.text, draft.decisions = minutes.text, [one.model_dump(mode="json") for one in minutes.decisions]
    draft.written_at, draft.written_by = uow.now, uow.actor.name
    await add_minutes(uow, draft)
    meeting.version += 1
    after: dict[str, object] = {"number": draft.number, "decisions": len(draft.decisions)}
    uow.audit("meeting.minutes_written", noun="meeting", noun_id=shown_meeting(meeting_id), after=after)
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting
