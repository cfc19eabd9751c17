from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.organisation.parts import Today
from people.api.records.parts import GivenReason, Line, Maybe, MayHold, MayReadMeetings, changer_of, seer_of
from people.domain.ids import EmployeeId, MeetingId, UnitId
from people.domain.records.meeting import AgendaItem, ChairNeeded, MeetingState, Presence
from people.domain.records.minutes import Decision
from people.queries.organisation.visibility import employee_of
from people.queries.records.meetings import (
    MeetingRow,
    MeetingSearch,
    Seer,
    find_meeting_row,
    list_invitee_rows,
    list_meeting_rows,
    list_minutes_rows,
)
from people.use_cases.records.call_meeting import MeetingFacts, call_meeting
from people.use_cases.records.cancel_meeting import cancel_meeting
from people.use_cases.records.change_meeting import change_meeting
from people.use_cases.records.close_minutes import close_minutes
from people.use_cases.records.record_presence import record_presence
from people.use_cases.records.revise_minutes import revise_minutes
from people.use_cases.records.write_minutes import MinutesText, write_minutes

router = transactional_router("/v1/meetings", tag="meetings")
Agenda = Annotated[list[AgendaItem], Field(max_length=100)]
Invited = Annotated[list[EmployeeId], Field(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=50_000)]
EVERYTHING = Seer(own=None, led=[], all=True)


class NewMeeting(Body):
    """`chair_id` and `writer_id` null: whoever asks. Both are invited too."""

    title: Line
    unit_id: UnitId | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: Maybe
    chair_id: EmployeeId | None
    writer_id: EmployeeId | None
    agenda: Agenda
    invited: Invited


class MeetingChange(Body):
    """What is left out stays. `invited` are all who are to be invited, in place of those that were."""

    title: Line | None = None
    unit_id: UnitId | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    place: Maybe | None = None
    writer_id: EmployeeId | None = None
    agenda: Agenda | None = None
    invited: Invited | None = None


class WithReason(Body):
    reason: GivenReason


class PresenceMark(Body):
    employee_id: EmployeeId
    presence: Presence
    reason: Maybe


class PresenceList(Body):
    marks: Annotated[list[PresenceMark], Field(min_length=1, max_length=500)]


class MinutesDraft(Body):
    text: Text
    decisions: Annotated[list[Decision], Field(max_length=100)]


class MeetingOut(BaseModel):
    """`version` is also the ETag of the meeting with its minutes."""

    id: MeetingId
    number: str
    title: str
    unit_id: UnitId | None
    starts_at: datetime
    ends_at: datetime
    place: str
    chair_id: EmployeeId
    chair_name: str
    writer_id: EmployeeId
    writer_name: str
    agenda: list[AgendaItem]
    state: str
    cancel_reason: str | None
    invited_count: int
    task_count: int
    open_task_count: int
    version: int


class Invitee(BaseModel):
    id: EmployeeId
    number: str
    name: str
    presence: str
    reason: str


class MinutesOut(BaseModel):
    """`reason` tells why there is a version after the first."""

    number: int
    state: str
    text: str
    decisions: list[Decision]
    reason: str
    written_at: datetime
    written_by: str
    closed_at: datetime | None
    closed_by: str | None


class MeetingPage(MeetingOut):
    """`may_run`: the asker may change it, note who is there and write its minutes."""

    invited: list[Invitee]
    minutes: list[MinutesOut]
    may_run: bool


class Asked:
    def __init__(
        self,
        q: Annotated[str | None, Query(max_length=80)] = None,
        since: AwareDatetime | None = None,
        before: AwareDatetime | None = None,
        unit_id: UnitId | None = None,
        state: MeetingState | None = None,
        mine: bool = False,
    ) -> None:
        self.search = MeetingSearch(q=q or None, since=since, before=before, unit_id=unit_id, state=state, mine=mine)


def _meeting_out(row: MeetingRow) -> MeetingOut:
    fields = {name: getattr(row, name) for name in MeetingOut.model_fields if name != "agenda"}
    return MeetingOut(agenda=[AgendaItem.model_validate(item) for item in row.agenda], **fields)


async def _meeting_page(reader: Reader, meeting_id: UUID, *, seer: Seer, response: Response) -> MeetingPage:
    row = await find_meeting_row(reader, meeting_id, seer=seer)
    show_version(response, row.version)
    invited = [
        Invitee(**{name: getattr(one, name) for name in Invitee.model_fields}) for one in await list_invitee_rows(reader, meeting_id)
    ]
    minutes: list[MinutesOut] = []
    for one in await list_minutes_rows(reader, meeting_id):
        fields = {name: getattr(one, name) for name in MinutesOut.model_fields if name != "decisions"}
        minutes.append(MinutesOut(decisions=[Decision.model_validate(decision) for decision in one.decisions], **fields))
    may_run = seer.all or seer.own in (row.chair_id, row.writer_id)
    return MeetingPage(invited=invited, minutes=minutes, may_run=may_run, **dict(_meeting_out(row)))


@router.get("")
async def list_meetings(
    reader: Reader,
    paging: Paging,
    actor: MayReadMeetings,
    today: Today,
    asked: Annotated[Asked, Depends()],
) -> Page[MeetingOut]:
    """Latest first: those one is invited to, those of units one leads, or all. `mine`: only those one is invited to oneself."""
    after = paging.after(datetime, UUID)
    seer = await seer_of(reader, actor, today)
    rows = await list_meeting_rows(
        reader, seer=seer, search=asked.search, after=None if after is None else (after[0], after[1]), limit=paging.limit + 1
    )
    edge = rows[paging.limit - 1] if len(rows) > paging.limit else None
    return page_of([_meeting_out(row) for row in rows], limit=paging.limit, next_cursor=edge and make_cursor(edge.starts_at, edge.id))


@router.post("", status_code=201, dependencies=[ONCE])
async def call_new_meeting(body: NewMeeting, uow: Uow, actor: MayHold, response: Response) -> MeetingPage:
    """With its agenda (rule ORG-9)."""
    own = await employee_of(uow.session, actor)
    chair = body.chair_id or own
    if chair is None:
        raise ChairNeeded
    facts = MeetingFacts(
        title=body.title,
        unit_id=body.unit_id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        place=body.place,
        chair_id=chair,
        writer_id=body.writer_id or chair,
        agenda=body.agenda,
        invited=body.invited,
    )
    meeting = await call_meeting(uow, facts=facts)
    return await _meeting_page(uow.session, meeting.id, seer=EVERYTHING, response=response)


@router.get("/{meeting_id}")
async def get_meeting(meeting_id: MeetingId, reader: Reader, actor: MayReadMeetings, today: Today, response: Response) -> MeetingPage:
    return await _meeting_page(reader, meeting_id, seer=await seer_of(reader, actor, today), response=response)


@router.patch("/{meeting_id}")
async def change_one_meeting(
    meeting_id: MeetingId, body: MeetingChange, uow: Uow, actor: MayHold, version: ExpectedVersion, response: Response
) -> MeetingPage:
    """By its chair or writer, until its minutes are closed."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    wish = {name: value for name, value in given.items() if value is not None or name == "unit_id"}
    changer = await changer_of(uow.session, actor)
    await change_meeting(uow, meeting_id=meeting_id, expected_version=version, wish=wish, changer=changer)
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)


@router.post("/{meeting_id}/cancel", dependencies=[ONCE])
async def cancel_one_meeting(
    meeting_id: MeetingId, body: WithReason, uow: Uow, actor: MayHold, version: ExpectedVersion, response: Response
) -> MeetingPage:
    changer = await changer_of(uow.session, actor)
    await cancel_meeting(uow, meeting_id=meeting_id, expected_version=version, reason=body.reason, changer=changer)
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)


@router.post("/{meeting_id}/presence", dependencies=[ONCE])
async def record_meeting_presence(meeting_id: MeetingId, body: PresenceList, uow: Uow, actor: MayHold, response: Response) -> MeetingPage:
    """Who was there, once it has begun."""
    marks = {mark.employee_id: (mark.presence, mark.reason) for mark in body.marks}
    await record_presence(uow, meeting_id=meeting_id, marks=marks, changer=await changer_of(uow.session, actor))
    await uow.session.flush()
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)


@router.put("/{meeting_id}/minutes")
async def write_meeting_minutes(
    meeting_id: MeetingId, body: MinutesDraft, uow: Uow, actor: MayHold, version: ExpectedVersion, response: Response
) -> MeetingPage:
    """The draft, in place of what it said. Decisions may still lack owner and date."""
    minutes = MinutesText(text=body.text, decisions=body.decisions)
    changer = await changer_of(uow.session, actor)
    await write_minutes(uow, meeting_id=meeting_id, expected_version=version, minutes=minutes, changer=changer)
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)


@router.post("/{meeting_id}/minutes/close", dependencies=[ONCE])
async def close_meeting_minutes(
    meeting_id: MeetingId, uow: Uow, actor: MayHold, version: ExpectedVersion, response: Response
) -> MeetingPage:
    """From now on they never change, and each decision is a task with an owner and a due date (rule ORG-9)."""
    await close_minutes(uow, meeting_id=meeting_id, expected_version=version, changer=await changer_of(uow.session, actor))
    await uow.session.flush()
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)


@router.post("/{meeting_id}/minutes", status_code=201, dependencies=[ONCE])
async def revise_meeting_minutes(
    meeting_id: MeetingId, body: WithReason, uow: Uow, actor: MayHold, version: ExpectedVersion, response: Response
) -> MeetingPage:
    """A new version of closed minutes, with a reason."""
    changer = await changer_of(uow.session, actor)
    await revise_minutes(uow, meeting_id=meeting_id, expected_version=version, reason=body.reason, changer=changer)
    return await _meeting_page(uow.session, meeting_id, seer=EVERYTHING, response=response)
