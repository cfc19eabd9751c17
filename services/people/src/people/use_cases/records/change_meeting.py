from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting
from people.domain.records.meeting import Meeting, MeetingEndsEarly, MeetingInvitee, Presence
from people.store.records.meetings import check_at_work, invitees_of, lock_meeting, save_invitees


async def change_meeting(
    uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, wish: Mapping[str, Any], changer: UUID | None
) -> Meeting:
    """`wish` holds fields of Meeting, and `invited` for all who are to be. `changer` None: whoever oversees meetings.

    Raises MeetingNotFound, NotYourMeeting, VersionStale, MeetingFixed, MeetingEndsEarly, EmployeeNotFound, NotEmployedThen.
    """
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    meeting.must_be_planned()
    before = meeting.facts()
    for name in ("title", "unit_id", "starts_at", "ends_at", "place", "writer_id", "agenda"):
        if name in wish:
            setattr(meeting, name, [item.model_dump(mode="json") for item in wish[name]] if name == "agenda" else wish[name])
    if meeting.ends_at <= meeting.starts_at:
        raise MeetingEndsEarly
    await _invite(uow, meeting, wish.get("invited"))
    meeting.version += 1
    uow.audit("meeting.changed", noun="meeting", noun_id=shown_meeting(meeting_id), before=before, after=meeting.facts())
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting


async def _invite(uow: UnitOfWork, meeting: Meeting, invited: list[UUID] | None) -> None:
    there = await invitees_of(uow, meeting.id)
    wanted = {meeting.chair_id, meeting.writer_id, *(there if invited is None else invited)}
    fresh = sorted(wanted - set(there))
    await check_at_work(uow, fresh)
    rows = [MeetingInvitee(meeting_id=meeting.id, employee_id=one, presence=Presence.INVITED, reason="") for one in fresh]
    await save_invitees(uow, meeting.id, add=rows, drop=sorted(set(there) - wanted))
