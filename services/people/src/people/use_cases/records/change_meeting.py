from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_employee, shown_meeting
from people.domain.records.meeting import Meeting, MeetingEndsEarly, MeetingInvitee, Presence, PresenceNoted
from people.store.records.meetings import check_at_work, check_unit, invitees_of, lock_meeting, names_of, save_invitees


async def change_meeting(
    uow: UnitOfWork, *, meeting_id: UUID, expected_version: int, wish: Mapping[str, Any], changer: UUID | None
) -> Meeting:
    """`wish` holds fields of Meeting, and `invited` for all who are to be. `changer` None: whoever oversees meetings.

    Raises MeetingNotFound, NotYourMeeting, VersionStale, MeetingFixed, MeetingEndsEarly, UnitNotFound, EmployeeNotFound, NotEmployedThen,
    PresenceNoted.
    """
    meeting = await lock_meeting(uow, meeting_id)
    meeting.must_be_run_by(changer)
    check_version(expected=expected_version, actual=meeting.version)
    meeting.must_be_planned()
    before = meeting.facts()
    await check_unit(uow, wish.get("unit_id"))
    writer = wish.get("writer_id", meeting.writer_id)
    if writer != meeting.writer_id:
        await check_at_work(uow, [writer])
    for name in ("title", "unit_id", "starts_at", "ends_at", "place", "writer_id", "agenda"):
        if name in wish:
            setattr(meeting, name, [item.model_dump(mode="json") for item in wish[name]] if name == "agenda" else wish[name])
    if meeting.ends_at <= meeting.starts_at:
        raise MeetingEndsEarly
    added, removed = await _invite(uow, meeting, wish.get("invited"))
    meeting.version += 1
    guests = {"invited": [shown_employee(one) for one in added], "uninvited": [shown_employee(one) for one in removed]}
    after = {**meeting.facts(), **{name: people for name, people in guests.items() if people}}
    uow.audit("meeting.changed", noun="meeting", noun_id=shown_meeting(meeting_id), before=before, after=after)
    uow.changed("meeting", shown_meeting(meeting_id))
    return meeting


async def _invite(uow: UnitOfWork, meeting: Meeting, invited: list[UUID] | None) -> tuple[list[UUID], list[UUID]]:
    """Returns who was added and who was taken away. Whoever is noted as present or absent stays: it would be lost."""
    there = await invitees_of(uow, meeting.id)
    wanted = {meeting.chair_id, meeting.writer_id, *(there if invited is None else invited)}
    fresh, gone = sorted(wanted - set(there)), sorted(set(there) - wanted)
    noted = [one for one in gone if there[one].presence != Presence.INVITED]
    if noted:
        raise PresenceNoted(names=", ".join(await names_of(uow, noted)))
    await check_at_work(uow, fresh)
    rows = [MeetingInvitee(meeting_id=meeting.id, employee_id=one, presence=Presence.INVITED, reason="") for one in fresh]
    await save_invitees(uow, meeting.id, add=rows, drop=gone)
    return fresh, gone
