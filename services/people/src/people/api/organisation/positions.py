from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.organisation.parts import Code, MayChange, MayRead, OnDay, Reason, Today
from people.domain.ids import AssignmentId, EmployeeId, PositionId, UnitId, shown_approval
from people.domain.organisation.description import DescriptionText
from people.domain.organisation.headcount import Plan
from people.permissions import Permission
from people.queries.organisation.positions import (
    PositionRow,
    find_position_row,
    list_holder_rows,
    list_plan_rows,
    list_position_rows,
    positions_below,
)
from people.queries.organisation.structure import units_below
from people.use_cases.organisation.close_position import close_position
from people.use_cases.organisation.create_position import create_position
from people.use_cases.organisation.set_headcount import set_headcount

router = transactional_router("/v1/positions", tag="positions")
MayPlan = Annotated[Actor, Depends(requires(Permission.PLAN_HEADCOUNTS))]
MOST_POSITIONS = 10_000


class NewPosition(Body):
    """`text` is the first draft of its description; publish it to put it in force."""

    code: Code
    unit_id: UnitId
    text: DescriptionText


class PositionClosing(Body):
    """`closed_on` is the first day without it."""

    closed_on: date
    reason: Reason


class NewHeadcount(Body):
    valid_from: date
    planned: Annotated[int, Field(ge=0, le=10_000)]
    reason: Reason


class PositionOut(BaseModel):
    """On the day asked about. `planned` null: nobody has planned it, and nobody can be hired into it. `over` counts people past the plan."""

    id: PositionId
    code: str
    unit_id: UnitId
    unit_zh: str
    unit_en: str
    title_zh: str
    title_en: str
    grade: str
    attendance_group: str
    superior_id: PositionId | None
    superior_zh: str | None
    superior_en: str | None
    in_force: int | None
    draft: int | None
    planned: int | None
    staff: int
    vacancies: int
    over: int
    closed_on: date | None
    version: int


class PositionName(BaseModel):
    id: PositionId
    code: str
    title_zh: str
    title_en: str


class HeadcountOut(BaseModel):
    """`approval_id` names the approval that raised it (rule ORG-3)."""

    valid_from: date
    planned: int
    approval_id: str | None
    set_at: datetime
    set_by: str
    reason: str


class Holder(BaseModel):
    id: AssignmentId
    employee_id: EmployeeId
    number: str
    name: str
    stage: str
    main: bool
    valid_from: date
    valid_until: date | None


class PositionFile(PositionOut):
    """`below` are its direct subordinates, `holders` those who hold it or will, `plans` the newest first. The ETag is `version`."""

    below: list[PositionName]
    plans: list[HeadcountOut]
    holders: list[Holder]


class VacancyReport(BaseModel):
    """Plan against staff of every open position on the day, with sums (rule ORG-3)."""

    on: date
    data: list[PositionOut]
    planned: int
    staff: int
    vacancies: int
    over: int


def position_out(row: PositionRow) -> PositionOut:
    own = {name: getattr(row, name) for name in PositionOut.model_fields if name not in ("vacancies", "over")}
    planned = row.planned or 0
    return PositionOut(**own, vacancies=max(planned - row.staff, 0), over=max(row.staff - planned, 0))


async def _file(reader: Reader, position_id: UUID, on: date, response: Response) -> PositionFile:
    row = await find_position_row(reader, position_id=position_id, on=on)
    below = await positions_below(reader, position_id=position_id, on=on)
    plans = await list_plan_rows(reader, position_id)
    holders = await list_holder_rows(reader, position_id=position_id, on=on)
    show_version(response, row.version)
    return PositionFile(
        **position_out(row).model_dump(),
        below=[PositionName(id=one.id, code=one.code, title_zh=one.title_zh, title_en=one.title_en) for one in below],
        plans=[
            HeadcountOut(
                valid_from=plan.valid_from,
                planned=plan.planned,
                approval_id=shown_approval(plan.approval_id) if plan.approval_id else None,
                set_at=plan.set_at,
                set_by=plan.set_by,
                reason=plan.reason,
            )
            for plan in plans
        ],
        holders=[Holder(**{name: getattr(one, name) for name in Holder.model_fields}) for one in holders],
    )


@router.get("")
async def list_positions(
    reader: Reader,
    paging: Paging,
    on: OnDay,
    _: MayRead,
    q: Annotated[str | None, Query(max_length=80)] = None,
    unit_id: UnitId | None = None,
    open: bool | None = None,
) -> Page[PositionOut]:
    """By code. `unit_id` stands for the unit and all below it."""
    (after,) = paging.after(str) or (None,)
    units = None if unit_id is None else await units_below(reader, units=[unit_id], on=on)
    rows = await list_position_rows(reader, on=on, units=units, q=q or None, is_open=open, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].code) if len(rows) > paging.limit else None
    return page_of([position_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/vacancies")
async def report_vacancies(reader: Reader, on: OnDay, _: MayRead, unit_id: UnitId | None = None) -> VacancyReport:
    """`unit_id` stands for the unit and all below it."""
    units = None if unit_id is None else await units_below(reader, units=[unit_id], on=on)
    rows = await list_position_rows(reader, on=on, units=units, q=None, is_open=True, after=None, limit=MOST_POSITIONS)
    data = [position_out(row) for row in rows]
    sums = {name: sum(getattr(one, name) or 0 for one in data) for name in ("planned", "staff", "vacancies", "over")}
    return VacancyReport(on=on, data=data, **sums)


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_position(body: NewPosition, uow: Uow, today: Today, _: MayChange, response: Response) -> PositionFile:
    position = await create_position(uow, code=body.code, unit_id=body.unit_id, text=body.text)
    return await _file(uow.session, position.id, today, response)


@router.get("/{position_id}")
async def get_position(position_id: PositionId, reader: Reader, on: OnDay, _: MayRead, response: Response) -> PositionFile:
    return await _file(reader, position_id, on, response)


@router.post("/{position_id}/close", dependencies=[ONCE])
async def close_one_position(
    position_id: PositionId, body: PositionClosing, uow: Uow, today: Today, _: MayChange, version: ExpectedVersion, response: Response
) -> PositionFile:
    """Refused while somebody holds it on that day or later."""
    await close_position(uow, position_id=position_id, expected_version=version, on=body.closed_on, reason=body.reason, today=today)
    return await _file(uow.session, position_id, today, response)


@router.post("/{position_id}/headcounts", status_code=201, dependencies=[ONCE])
async def plan_headcount(
    position_id: PositionId, body: NewHeadcount, uow: Uow, today: Today, _: MayPlan, response: Response
) -> PositionFile:
    """The first plan, or a lower one; a higher one needs an approval (rule ORG-3)."""
    plan = Plan(valid_from=body.valid_from, planned=body.planned)
    await set_headcount(uow, position_id=position_id, plan=plan, reason=body.reason, today=today)
    return await _file(uow.session, position_id, today, response)
