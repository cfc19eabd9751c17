from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.leave_parts import Clock, Day, GivenWords, MayRequest, Words, clock_of, shown, visible_leave
from people.api.organisation.parts import Today
from people.domain.attendance.policy import read_time
from people.domain.ids import EmployeeId, OvertimeId
from people.queries.attendance.overtime import OvertimeRow, OvertimeSearch, find_overtime_row, list_overtime_rows
from people.queries.organisation.visibility import employee_of
from people.use_cases.attendance.request_overtime import OvertimeWish, request_overtime
from people.use_cases.attendance.take_back_overtime import take_back_overtime

router = transactional_router("/v1/attendance/overtime", tag="overtime")


class NewOvertime(Body):
    """Beforehand, and outside the work of that day. Without `employee_id` for oneself."""

    employee_id: EmployeeId | None = None
    on: Day
    starts: Clock
    ends: Clock
    reason: GivenWords


class OvertimeReason(Body):
    reason: Words = ""


class OvertimeOut(BaseModel):
    """`mine`: of who asks. `unit_…`: theirs on that day. `counts_from`: the authorisation holds from then on, never from before it was given. `over_limit`: the week has more than the policy's hours."""

    id: OvertimeId
    number: str
    employee_id: EmployeeId
    employee_number: str
    employee_name: str
    mine: bool
    unit_zh: str | None
    unit_en: str | None
    on_date: date
    starts: str
    ends: str
    counts_from: str | None
    reason: str
    week_hours: str
    limit_hours: str
    over_limit: bool
    state: str
    filed_at: datetime
    decided_at: datetime | None
    comment: str
    version: int


def overtime_out(row: OvertimeRow, *, own: UUID | None) -> OvertimeOut:
    fields = {name: getattr(row, name) for name in OvertimeOut.model_fields if hasattr(row, name)}
    fields |= {"starts": clock_of(row.starts), "ends": clock_of(row.ends), "counts_from": clock_of(row.counts_from)}
    fields |= {"week_hours": shown(row.week_minutes, "hour"), "limit_hours": shown(row.limit_minutes, "hour")}
    fields |= {"over_limit": row.week_minutes > row.limit_minutes, "mine": row.employee_id == own}
    return OvertimeOut.model_validate(fields)


@router.get("")
async def list_overtime(
    *, reader: Reader, paging: Paging, today: Today, actor: MayRequest, employee_id: EmployeeId | None = None,
    state: Literal["waiting", "approved", "refused", "taken_back"] | None = None, first: date | None = None, last: date | None = None,
) -> Page[OvertimeOut]:  # fmt: skip
    """Newest first: one's own and one's people's; everybody's for who keeps leave."""
    (after,) = paging.after(UUID) or (None,)
    visible = await visible_leave(reader, actor, today)
    search = OvertimeSearch(visible=visible, employee_id=employee_id, state=state, first=first, last=last)
    rows = await list_overtime_rows(reader, search=search, after=after, limit=paging.limit + 1)
    cursor = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    own = await employee_of(reader, actor)
    return page_of([overtime_out(row, own=own) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.post("", status_code=201, dependencies=[ONCE])
async def file_overtime(body: NewOvertime, uow: Uow, actor: MayRequest, response: Response) -> OvertimeOut:
    """Counted only as authorised; a week above the limit is told, not refused (rule ATT-12)."""
    wish = OvertimeWish(on=body.on, starts=read_time(body.starts), ends=read_time(body.ends), reason=body.reason)
    overtime = await request_overtime(uow, employee_id=body.employee_id, wish=wish)
    await uow.session.flush()
    row = await find_overtime_row(uow.session, overtime_id=overtime.id, visible=None)
    show_version(response, row.version)
    return overtime_out(row, own=await employee_of(uow.session, actor))


@router.get("/{overtime_id}")
async def get_overtime(overtime_id: OvertimeId, reader: Reader, today: Today, actor: MayRequest, response: Response) -> OvertimeOut:
    row = await find_overtime_row(reader, overtime_id=overtime_id, visible=await visible_leave(reader, actor, today))
    show_version(response, row.version)
    return overtime_out(row, own=await employee_of(reader, actor))


@router.post("/{overtime_id}/take-back", dependencies=[ONCE])
async def take_overtime_back(
    overtime_id: OvertimeId, body: OvertimeReason, uow: Uow, today: Today, actor: MayRequest, version: ExpectedVersion, response: Response
) -> OvertimeOut:
    """While it waits, or before it begins."""
    await find_overtime_row(uow.session, overtime_id=overtime_id, visible=await visible_leave(uow.session, actor, today))
    await take_back_overtime(uow, overtime_id=overtime_id, expected_version=version, reason=body.reason)
    await uow.session.flush()
    row = await find_overtime_row(uow.session, overtime_id=overtime_id, visible=None)
    show_version(response, row.version)
    return overtime_out(row, own=await employee_of(uow.session, actor))
