"""Runs over many days: compiling results, and replaying a draft policy on months that were (rules ATT-10, ATT-11)."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.refusals import FieldError, Invalid
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.fields import Keeping
from people.domain.attendance.records import RunKind
from people.domain.ids import AttendanceRunId, EmployeeId, UnitId
from people.queries.attendance.attendance_lists import DifferenceRow, RunRow, find_run_row, list_difference_rows, list_run_rows
from people.queries.organisation.structure import units_below
from people.use_cases.attendance.start_run import start_run

router = transactional_router("/v1/attendance/runs", tag="attendance_runs")


class ReplayWithoutPolicy(Invalid):
    code = "replay_without_policy"
    rule = "ATT-11"
    zh = "重算对比需要指定制度版本；普通计算不能指定。"
    en = "A replay needs the policy it tries; compiling has none of its own."


class NewAttendanceRun(Body):
    """`unit_ids` with all beneath them; null for everybody. A replay names the policy (draft or not) that it tries."""

    kind: Literal["compile", "replay"]
    first_day: date
    last_day: date
    unit_ids: Annotated[list[UnitId], Field(min_length=1, max_length=200)] | None = None
    policy_number: Annotated[int, Field(ge=1)] | None = None


class AttendanceRunOut(BaseModel):
    """`people_done` of `people_total`; a replay counts days and people that the other policy judges otherwise."""

    id: AttendanceRunId
    kind: str
    first_day: date
    last_day: date
    unit_ids: list[UnitId] | None
    policy_number: int | None
    state: str
    people_total: int
    people_done: int
    days_done: int
    days_changed: int
    people_changed: int
    started_at: datetime
    started_by: str
    ended_at: datetime | None


class ComparedEdge(BaseModel):
    """`second` of the day that was compared with `due`."""

    verdict: str
    without_leave: str
    second: int | None
    due: int


class ComparedDay(BaseModel):
    kind: str
    edges: list[ComparedEdge]


class ReplayDifferenceOut(BaseModel):
    employee_id: EmployeeId
    number: str
    name: str
    on: date
    before: ComparedDay
    after: ComparedDay


def _out(row: RunRow) -> AttendanceRunOut:
    return AttendanceRunOut.model_validate(row, from_attributes=True)


@router.get("")
async def list_attendance_runs(
    reader: Reader, paging: Paging, _: Keeping, policy_number: Annotated[int | None, Query(ge=1)] = None
) -> Page[AttendanceRunOut]:  # fmt: skip
    (after,) = paging.after(UUID) or (None,)
    rows = await list_run_rows(reader, policy_number=policy_number, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=202, dependencies=[ONCE])
async def start_attendance_run(body: NewAttendanceRun, uow: Uow, _: Keeping) -> AttendanceRunOut:
    """Goes on by itself, also after a restart; the run tells how far it is. The same input gives the same results, bit for bit."""
    if (body.kind == "replay") != (body.policy_number is not None):
        raise ReplayWithoutPolicy(errors=[FieldError(pointer="/policy_number", code="policy", zh="与类型不符", en="does not fit the kind")])
    units = None if body.unit_ids is None else await units_below(uow.session, units=body.unit_ids, on=body.last_day)
    run = await start_run(
        uow, kind=RunKind(body.kind), first=body.first_day, last=body.last_day, units=units, policy_number=body.policy_number
    )
    return _out(await find_run_row(uow.session, run.id))


@router.get("/{run_id}")
async def get_attendance_run(run_id: AttendanceRunId, reader: Reader, _: Keeping) -> AttendanceRunOut:
    return _out(await find_run_row(reader, run_id))


@router.get("/{run_id}/differences")
async def list_replay_differences(run_id: AttendanceRunId, reader: Reader, paging: Paging, _: Keeping) -> Page[ReplayDifferenceOut]:
    """Who would change, on which day, and how."""
    await find_run_row(reader, run_id)
    after = paging.after(UUID, datetime)
    place = None if after is None else (after[0], after[1].date())
    rows = await list_difference_rows(reader, run_id=run_id, after=place, limit=paging.limit + 1)
    last = _place(rows[paging.limit - 1]) if len(rows) > paging.limit else None
    shown = [_difference(row.__dict__) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=last)


def _place(row: DifferenceRow) -> str:
    return make_cursor(row.employee_id, datetime.combine(row.on_day, time.min))


def _difference(row: dict[str, Any]) -> ReplayDifferenceOut:
    return ReplayDifferenceOut(on=row["on_day"], **{name: value for name, value in row.items() if name != "on_day"})
