from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_meeting
from people.domain.records.meeting import AgendaItem, Meeting, MeetingEndsEarly, MeetingInvitee, MeetingState, Presence
from people.store.records.meetings import add_meeting, check_at_work, check_unit, next_meeting_number, save_invitees


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """`writer_id` takes the minutes."""

    title: str
    unit_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    place: str
    chair_id: UUID
    writer_id: UUID
    agenda: Sequence[AgendaItem]
    invited: Sequence[UUID]


async def call_meeting(uow: UnitOfWork, *, facts: MeetingFacts) -> Meeting:
    """Chair and writer are invited too. Raises MeetingEndsEarly, UnitNotFound, EmployeeNotFound, NotEmployedThen."""
    if facts.ends_at <= facts.starts_at:
        raise MeetingEndsEarly
    invited = list(dict.fromkeys([facts.chair_id, facts.writer_id, *facts.invited]))
    await check_unit(uow, facts.unit_id)
    await check_at_work(uow, invited)
    meeting = Meeting(
        id=new_id(),
        number=await next_meeting_number(uow),
        title=facts.title,
        unit_id=facts.unit_id,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=facts.place,
        chair_id=facts.chair_id,
        writer_id=facts.writer_id,
        agenda=[item.model_dump(mode="json") for item in facts.agenda],
        state=MeetingState.PLANNED,
        cancel_reason=None,
        created_at=uow.now,
        version=1,
    )
    await add_meeting(uow, meeting)
    rows = [MeetingInvitee(meeting_id=meeting.id, employee_id=one, presence=Presence.INVITED, reason="") for one in invited]
    await save_invitees(uow, meeting.id, add=rows, drop=[])
    uow.audit("meeting.called", noun="meeting", noun_id=shown_meeting(meeting.id), after=meeting.facts())
    uow.changed("meeting", shown_meeting(meeting.id))
    return meeting
