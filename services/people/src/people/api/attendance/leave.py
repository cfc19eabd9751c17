from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.leave_parts import (
    Clock,
    Day,
    GivenWords,
    MayRequest,
    Paper,
    Words,
    clock_of,
    own_employee,
    seconds_of,
    shown,
    visible_leave,
)
from people.api.attendance.leave_shapes import LeaveAwayOut, LeaveDayOut, LeaveDetail, LeaveOut, LeavePreview, away_out, leave_out
from people.api.organisation.parts import Code, Today
from people.domain.attendance.leave_kind import kind_on
from people.domain.attendance.leave_span import LeaveWish, amount_of, check_wish, pieces_of
from people.domain.ids import EmployeeId, LeaveId
from people.domain.organisation.employee import EmployeeNotFound
from people.queries.attendance.leave_days import work_sessions
from people.queries.attendance.leave_kinds import leave_kinds_on, list_leave_kinds
from people.queries.attendance.leave_requests import (
    LeaveSearch,
    find_leave_row,
    list_away,
    list_leave_parts,
    list_leave_rows,
)
from people.use_cases.attendance.change_leave import change_leave
from people.use_cases.attendance.request_leave import request_leave
from people.use_cases.attendance.take_back_leave import take_back_leave

router = transactional_router("/v1/attendance", tag="leave")
Place = Annotated[int, Field(ge=1, le=6)]
State = Literal["waiting", "approved", "refused", "taken_back", "replaced", "cancelled"]
MOST_AWAY = 500
MOST_CALENDAR_DAYS = 62


class LeaveFilters(BaseModel):
    """`first` and `last`: leave that touches these days."""

    employee_id: EmployeeId | None = None
    state: State | None = None
    kind: Code | None = None
    first: date | None = None
    last: date | None = None
    whose: Literal["mine", "visible"] = "visible"


class LeaveSpan(Body):
    """Whole days, or from one session up to another (counted from 1: 1 is the morning), or times of one day for kinds counted in hours."""

    first_on: Day
    last_on: Day
    from_session: Place | None = None
    until_session: Place | None = None
    from_time: Clock | None = None
    until_time: Clock | None = None

    def wish(self, kind: str) -> LeaveWish:
        return LeaveWish(
            kind=kind,
            first_on=self.first_on,
            last_on=self.last_on,
            from_session=self.from_session,
            until_session=self.until_session,
            from_time=seconds_of(self.from_time),
            until_time=seconds_of(self.until_time),
        )


class NewLeave(LeaveSpan):
    """Without `employee_id` for oneself. May lie in the past: a leave form after the fact (rules ATT-3, ATT-4)."""

    employee_id: EmployeeId | None = None
    kind: Code
    reason: GivenWords
    evidence: Paper = ""


class LeavePreviewAsked(LeaveSpan):
    kind: Code
    employee_id: EmployeeId | None = None


class LeaveShortening(LeaveSpan):
    reason: GivenWords


class LeaveReason(Body):
    reason: Words = ""


class LeaveCalendar(BaseModel):
    """By day. `complete` false: there is more than can be told at once, from the last day told on; ask for fewer days."""

    first: date
    last: date
    complete: bool
    data: list[LeaveAwayOut]


async def _detail(reader: Reader, leave_id: UUID, visible: list[UUID] | None, today: date, response: Response) -> LeaveDetail:
    row = await find_leave_row(reader, leave_id=leave_id, visible=visible)
    show_version(response, row.version)
    days = [
        LeaveDayOut(
            on=part.on_date,
            since=clock_of(part.starts) or "",
            until=clock_of(part.ends) or "",
            sessions=[],
            days=shown(part.parts, "half_day"),
            hours=shown(part.minutes, "hour"),
        )
        for part in await list_leave_parts(reader, leave_id=leave_id)
    ]
    kind = (await leave_kinds_on(reader, day=today)).get(row.kind)
    return LeaveDetail(**leave_out(row, kind).model_dump(), days=days)


@router.get("/leave-preview")
async def preview_leave(reader: Reader, today: Today, actor: MayRequest, asked: Annotated[LeavePreviewAsked, Query()]) -> LeavePreview:
    """Each day and session that a wish covers, against the work hours in force on it, and what it counts (rule ATT-9)."""
    whose = asked.employee_id or await own_employee(reader, actor)
    visible = await visible_leave(reader, actor, today)
    if visible is not None and whose not in visible:
        raise EmployeeNotFound
    known = kind_on(await list_leave_kinds(reader), code=asked.kind, day=asked.first_on)
    wish = asked.wish(asked.kind)
    check_wish(wish, known)
    days = await work_sessions(reader, employee_id=whose, first=wish.first_on, last=wish.last_on)
    pieces = pieces_of(wish, known, days)
    return LeavePreview(
        kind=asked.kind,
        unit=known.unit,
        amount=shown(amount_of(pieces, known.unit), known.unit),
        days=[
            LeaveDayOut(
                on=piece.on,
                since=clock_of(piece.start) or "",
                until=clock_of(piece.end) or "",
                sessions=list(piece.sessions),
                days=shown(piece.parts, "half_day"),
                hours=shown(piece.minutes, "hour"),
            )
            for piece in pieces
        ],
    )


@router.get("/leave")
async def list_leave(
    reader: Reader, paging: Paging, today: Today, actor: MayRequest, filters: Annotated[LeaveFilters, Query()]
) -> Page[LeaveOut]:  # fmt: skip
    """Newest first: one's own and one's people's; everybody's for who keeps leave."""
    (after,) = paging.after(UUID) or (None,)
    visible = [await own_employee(reader, actor)] if filters.whose == "mine" else await visible_leave(reader, actor, today)
    asked = {name: getattr(filters, name) for name in ("employee_id", "state", "kind", "first", "last")}
    rows = await list_leave_rows(reader, search=LeaveSearch(visible=visible, **asked), after=after, limit=paging.limit + 1)
    kinds = await leave_kinds_on(reader, day=today)
    cursor = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([leave_out(row, kinds.get(row.kind)) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("/leave", status_code=201, dependencies=[ONCE])
async def file_leave(body: NewLeave, uow: Uow, today: Today, _: MayRequest, response: Response) -> LeaveDetail:
    """It waits for approval in the employee's own department. Overlapping leave, and more than the balance, is refused (rule ATT-9)."""
    leave = await request_leave(uow, employee_id=body.employee_id, wish=body.wish(body.kind), reason=body.reason, evidence=body.evidence)
    await uow.session.flush()
    return await _detail(uow.session, leave.id, None, today, response)


@router.get("/leave-calendar")
async def get_leave_calendar(
    reader: Reader, today: Today, actor: MayRequest, first: Annotated[Day, Query()], last: Annotated[Day, Query()]
) -> LeaveCalendar:  # fmt: skip
    """Who of one's people is away when, approved or waiting; at most 62 days."""
    last = min(last, first + timedelta(days=MOST_CALENDAR_DAYS - 1))
    kinds = await leave_kinds_on(reader, day=today)
    rows = await list_away(reader, first=first, last=last, visible=await visible_leave(reader, actor, today), limit=MOST_AWAY + 1)
    told = [away_out(row, kinds.get(row.kind)) for row in rows[:MOST_AWAY]]
    return LeaveCalendar(first=first, last=last, complete=len(rows) <= MOST_AWAY, data=told)


@router.get("/leave/{leave_id}")
async def get_leave(leave_id: LeaveId, reader: Reader, today: Today, actor: MayRequest, response: Response) -> LeaveDetail:
    return await _detail(reader, leave_id, await visible_leave(reader, actor, today), today, response)


@router.post("/leave/{leave_id}/shorten", status_code=201, dependencies=[ONCE])
async def shorten_leave(
    leave_id: LeaveId, body: LeaveShortening, uow: Uow, today: Today, _: MayRequest, version: ExpectedVersion, response: Response
) -> LeaveDetail:
    """A request of its own, approved anew; until then what was approved holds (rule APR-4). Gives the new request."""
    found = await find_leave_row(uow.session, leave_id=leave_id, visible=await visible_leave(uow.session, _, today))
    change = await change_leave(uow, leave_id=leave_id, expected_version=version, shorter=body.wish(found.kind), reason=body.reason)
    await uow.session.flush()
    return await _detail(uow.session, change.id, None, today, response)


@router.post("/leave/{leave_id}/cancel", status_code=201, dependencies=[ONCE])
async def cancel_leave(
    leave_id: LeaveId, body: LeaveReason, uow: Uow, today: Today, _: MayRequest, version: ExpectedVersion, response: Response
) -> LeaveDetail:
    """None of it was taken after all 销假: approved anew, and the balance comes back with it. Gives the new request."""
    await find_leave_row(uow.session, leave_id=leave_id, visible=await visible_leave(uow.session, _, today))
    change = await change_leave(uow, leave_id=leave_id, expected_version=version, shorter=None, reason=body.reason)
    await uow.session.flush()
    return await _detail(uow.session, change.id, None, today, response)


@router.post("/leave/{leave_id}/take-back", dependencies=[ONCE])
async def take_leave_back(
    leave_id: LeaveId, body: LeaveReason, uow: Uow, today: Today, _: MayRequest, version: ExpectedVersion, response: Response
) -> LeaveDetail:
    """While it waits, or before it begins: nobody has to approve that."""
    await find_leave_row(uow.session, leave_id=leave_id, visible=await visible_leave(uow.session, _, today))
    await take_back_leave(uow, leave_id=leave_id, expected_version=version, reason=body.reason)
    await uow.session.flush()
    return await _detail(uow.session, leave_id, None, today, response)
