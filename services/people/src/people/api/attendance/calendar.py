"""The company's calendar: public holidays, make-up work days, its own days, and what a month asks of each group (rule ATT-2)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from fastapi import Path, Response
from pydantic import BaseModel

from chassis.routes import Body, Reader, Uow, transactional_router
from people.api.attendance.fields import Keeping, OwnAttendance, Reason, Title
from people.domain.attendance.national_days import is_announced, national_days
from people.domain.attendance.plan import NationalKind, Planner, required_days
from people.domain.attendance.rota import days_between
from people.domain.attendance.rota_check import last_of_month
from people.queries.attendance.attendance_lists import list_company_days
from people.queries.attendance.planning import kinds_of_days, policies_in_force
from people.use_cases.attendance.clear_company_day import clear_company_day
from people.use_cases.attendance.set_company_day import set_company_day

router = transactional_router("/v1/attendance/calendar", tag="attendance_calendar")
Kind = Literal["statutory", "in_lieu", "make_up", "plain"]


class CalendarDay(BaseModel):
    """Only days that are no plain ones. `source`: national, or company (its word counts; `national_kind` is what it replaces)."""

    on: date
    kind: str
    name_zh: str
    name_en: str
    source: str
    national_kind: str


class GroupMonth(BaseModel):
    """How many days of a month the group works, and what that makes: punches (two a session) and minutes."""

    month: str
    group: str
    group_zh: str
    group_en: str
    required_days: int
    punches: int
    minutes: int


class CalendarYear(BaseModel):
    """`announced` false: the state's exchange of days for this year is not known yet, only its holidays by law."""

    year: int
    announced: bool
    days: list[CalendarDay]
    months: list[GroupMonth]


class CompanyDayIn(Body):
    """`statutory`: off for everybody; `in_lieu`: off for groups with in-lieu days; `make_up`: a rest day is worked; `plain`: no holiday."""

    kind: Kind
    name: Title
    reason: Reason


@router.get("/{year}")
async def get_calendar(year: Annotated[int, Path(ge=2001, le=2099)], reader: Reader, _: OwnAttendance) -> CalendarYear:
    first, last = date(year, 1, 1), date(year, 12, 31)
    kinds = await kinds_of_days(reader, first=first, last=last)
    national, own = national_days(year), {row.on_day: row for row in await list_company_days(reader, first=first, last=last)}
    days: list[CalendarDay] = []
    for on in sorted({*national, *own}):
        set_day, known = own.get(on), national.get(on)
        names = (set_day.name, set_day.name) if set_day else (known.name_zh, known.name_en) if known else ("", "")
        national_kind = known.kind if known else NationalKind.PLAIN
        source = "company" if set_day else "national"
        days.append(CalendarDay(on=on, kind=kinds[on], name_zh=names[0], name_en=names[1], source=source, national_kind=national_kind))
    return CalendarYear(year=year, announced=is_announced(year), days=days, months=await _months(reader, year, kinds))


async def _months(reader: Reader, year: int, kinds: Mapping[date, NationalKind]) -> list[GroupMonth]:
    made: list[GroupMonth] = []
    planner = Planner(policies=await policies_in_force(reader), days=kinds, notices=[])
    for number in range(1, 13):
        month = date(year, number, 1)
        policy = planner.policy_on(month).policy
        days = {on: kinds[on] for on in days_between(month, last_of_month(month))}
        for group in policy.groups:
            required = required_days(group, days=days)
            made.append(
                GroupMonth(
                    month=f"{month:%Y-%m}",
                    group=group.code,
                    group_zh=group.name_zh,
                    group_en=group.name_en,
                    required_days=required,
                    punches=required * len(policy.sessions) * 2,
                    minutes=required * policy.day_minutes,
                )
            )
    return made


@router.put("/days/{on}", status_code=204, response_class=Response, name="set_calendar_day")
async def set_day(on: date, body: CompanyDayIn, uow: Uow, _: Keeping) -> Response:
    """Results of that day are derived again."""
    await set_company_day(uow, on=on, kind=NationalKind(body.kind), name=body.name, reason=body.reason)
    return Response(status_code=204)


@router.delete("/days/{on}", status_code=204, response_class=Response, name="clear_calendar_day")
async def clear_day(on: date, uow: Uow, _: Keeping) -> Response:
    """The national calendar counts again."""
    await clear_company_day(uow, on=on)
    return Response(status_code=204)
