"""Results of days: my own month, somebody's, a day opened to its facts, and a unit's day (rule ATT-10)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import Reader, transactional_router
from people.api.attendance.day_out import AttendanceDayOut, AttendanceFiguresOut, day_out
from people.api.attendance.fields import Month, OwnAttendance, Present, shown_clock
from people.domain.attendance.day import Figures
from people.domain.attendance.plan import DayKind
from people.domain.attendance.rota_check import last_of_month
from people.domain.ids import EmployeeId, UnitId
from people.domain.organisation.employee import EmployeeNotFound
from people.permissions import Permission
from people.queries.attendance.attendance_lists import list_board_people
from people.queries.attendance.day_views import DayView, list_punch_marks, view_days
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of, visible_to

router = transactional_router("/v1/attendance", tag="attendance_days")
DIRECTIONS = ("unsaid", "in", "out")


class AttendanceMonthOut(BaseModel):
    """`figures` of the days that are over and of today so far; `work_days` were or are to be worked, `worked_days` have a proof."""

    employee_id: EmployeeId
    month: str
    work_days: int
    worked_days: int
    figures: AttendanceFiguresOut
    days: list[AttendanceDayOut]


class PunchMarkOut(BaseModel):
    """Where a punch came from: a device's message or a file."""

    at: str
    direction: str
    device: str
    source: str | None
    name: str | None
    received_at: datetime | None
    received_by: str | None


class OpenedAttendanceDay(BaseModel):
    day: AttendanceDayOut
    punches: list[PunchMarkOut]


class AttendanceBoardRow(BaseModel):
    employee_id: EmployeeId
    number: str
    name: str
    unit_id: UnitId
    day: AttendanceDayOut | None


@router.get("/my-month")
async def get_my_attendance_month(month: Month, reader: Reader, actor: OwnAttendance, present: Present) -> AttendanceMonthOut:
    """The caller's own month, each day with its reasons."""
    own = await employee_of(reader, actor)
    if own is None:
        raise EmployeeNotFound
    return await _month(reader, own, month, present)


@router.get("/months-of/{employee_id}")
async def get_attendance_month(
    employee_id: EmployeeId, month: Month, reader: Reader, actor: OwnAttendance, present: Present
) -> AttendanceMonthOut:
    """Somebody's month: one's own, one's people's, or, with the permission, everybody's."""
    await _must_see(reader, actor, employee_id, present.on)
    return await _month(reader, employee_id, month, present)


@router.get("/days/{employee_id}/{on}")
async def open_attendance_day(
    employee_id: EmployeeId, on: date, reader: Reader, actor: OwnAttendance, present: Present
) -> OpenedAttendanceDay:
    """A day with every fact behind it."""
    await _must_see(reader, actor, employee_id, present.on)
    views = await view_days(reader, employees=[employee_id], first=on, last=on, today=present)
    if not views:
        raise EmployeeNotFound
    marks = [
        PunchMarkOut(
            at=shown_clock(mark.second) or "",
            direction=DIRECTIONS[mark.direction],
            device=mark.device,
            source=mark.source,
            name=mark.name,
            received_at=mark.received_at,
            received_by=mark.received_by,
        )
        for mark in await list_punch_marks(reader, employee_id=employee_id, on=on)
    ]
    return OpenedAttendanceDay(day=day_out(views[0]), punches=marks)


@router.get("/board")
async def list_attendance_board(
    reader: Reader,
    paging: Paging,
    actor: OwnAttendance,
    present: Present,
    unit_id: Annotated[UnitId | None, Query(description="With all units beneath; without it, the units that the caller leads")] = None,
    on: date | None = None,
) -> Page[AttendanceBoardRow]:
    """A day of a unit's people, by their numbers. Only those whom the caller may see."""
    day = on or present.on
    visible = await visible_to(reader, actor=actor, sees_all=Permission.READ_ATTENDANCE, on=present.on)
    units = [unit_id] if unit_id is not None else await _led(reader, actor, day)
    below = await units_below(reader, units=units, on=day) if units else []
    (after,) = paging.after(str) or (None,)
    people = await list_board_people(reader, units=below, on=day, visible=visible, after=after, limit=paging.limit + 1)
    views = {
        view.employee_id: view for view in await view_days(reader, employees=[one.id for one in people], first=day, last=day, today=present)
    }
    rows = [
        AttendanceBoardRow(
            employee_id=one.id,
            number=one.number,
            name=one.name,
            unit_id=one.unit_id,
            day=day_out(views[one.id]) if one.id in views else None,
        )
        for one in people
    ]
    last = make_cursor(people[paging.limit - 1].number) if len(people) > paging.limit else None
    return page_of(rows, limit=paging.limit, next_cursor=last)


async def _led(reader: Reader, actor: OwnAttendance, on: date) -> list[UnitId]:
    own = await employee_of(reader, actor)
    return [] if own is None else await units_led_by(reader, employee_id=own, on=on)


async def _must_see(reader: Reader, actor: OwnAttendance, employee_id: EmployeeId, on: date) -> None:
    """Raises EmployeeNotFound: whom one may not see looks like nobody."""
    visible = await visible_to(reader, actor=actor, sees_all=Permission.READ_ATTENDANCE, on=on)
    if visible is not None and employee_id not in visible:
        raise EmployeeNotFound


async def _month(reader: Reader, employee_id: EmployeeId, month: date, present: Present) -> AttendanceMonthOut:
    views = await view_days(reader, employees=[employee_id], first=month, last=last_of_month(month), today=present)
    counted = [view for view in views if not view.ahead]
    return AttendanceMonthOut(
        employee_id=employee_id,
        month=f"{month:%Y-%m}",
        work_days=sum(view.result.plan.kind is DayKind.WORK for view in views),
        worked_days=sum(bool(view.proofs) for view in counted),
        figures=AttendanceFiguresOut(**_sum(counted)._asdict()),
        days=[day_out(view) for view in views],
    )


def _sum(views: list[DayView]) -> Figures:
    columns = zip(*(view.result.figures for view in views), strict=True)
    return Figures(*(sum(column) for column in columns)) if views else Figures()
