from datetime import date
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.attendance.leave_parts import (
    GivenWords,
    MayKeepMonths,
    MayReadMonths,
    MaySign,
    MonthText,
    Paper,
    Words,
    led_units,
    month_of_text,
    own_employee,
    visible_units,
)
from people.api.attendance.month_shapes import (
    MonthBoard,
    MonthCorrectionOut,
    MonthRowDetail,
    MonthRowOut,
    MonthRunOut,
    MonthSheetOut,
    MyMonth,
    correction_out,
    day_out,
    revision_out,
    row_out,
    run_out,
    sheet_out,
    unit_out,
)
from people.api.attendance.objections import EnteredAttendanceFact, facts_of
from people.api.organisation.parts import Today
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_refusals import RunNotFound, SheetNotFound
from people.domain.ids import EmployeeId, MonthRunId, SheetId, UnitId
from people.queries.attendance.month_sheets import (
    find_month_run,
    find_sheet,
    list_board,
    list_corrections,
    list_revisions,
    list_sheet_rows,
    sheet_with,
)
from people.queries.attendance.planning import month_dates
from people.use_cases.attendance.close_month_sheet import close_month_sheet
from people.use_cases.attendance.correct_month_sheet import MonthCorrectionFacts, correct_month_sheet
from people.use_cases.attendance.sign_month_sheet import sign_month_sheet
from people.use_cases.attendance.start_month_run import start_month_run
from people.use_cases.attendance.take_over_month_sheet import take_over_month_sheet

router = transactional_router("/v1/attendance", tag="months")


class NewMonthRun(Body):
    """No units: all that the caller may compile."""

    month: MonthText
    unit_ids: list[UnitId] = Field(default=[], max_length=1000)


class MonthTakeOver(Body):
    """`reason`: why it is taken over unsigned, where it is overdue."""

    reason: Words = ""


class NewMonthCorrection(Body):
    """A correction entry 更正单. Without `on` what has come since, as late punches or leave, is taken over."""

    employee_id: EmployeeId
    on: date | None = None
    facts: list[EnteredAttendanceFact] = Field(default=[], max_length=12)
    document: Paper
    reason: GivenWords


class MonthCorrections(BaseModel):
    data: list[MonthCorrectionOut]


async def _sheet(reader: Reader, sheet_id: UUID, units: list[UUID] | None, today: date, response: Response) -> MonthSheetOut:
    row = await find_sheet(reader, sheet_id=sheet_id, units=units)
    show_version(response, row.version)
    return sheet_out(row, dates=await month_dates(reader, month=row.month), today=today)


async def _row(reader: Reader, sheet_id: UUID, employee_id: UUID) -> MonthRowDetail:
    """Raises SheetNotFound."""
    rows = await list_sheet_rows(reader, sheet_id=sheet_id, employee_id=employee_id)
    if not rows:
        raise SheetNotFound
    revisions = await list_revisions(reader, sheet_id=sheet_id, employee_id=employee_id)
    days = [day_out(day) for day in revisions[0].days]
    return MonthRowDetail(**row_out(rows[0]).model_dump(), days=days, revisions=[revision_out(one) for one in revisions])


@router.get("/months/{month}")
async def get_month_board(month: MonthText, reader: Reader, here: Here, today: Today, actor: MayReadMonths) -> MonthBoard:
    """Every unit that one leads, or all of them for HR: compiled, signed, overdue, objected to, closed (rules ATT-6, ATT-7)."""
    first = month_of_text(month)
    units = await visible_units(reader, actor, today)
    rows = await list_board(reader, month=first, last=last_day(first), on=min(today, last_day(first)), units=units)
    signs = set(await led_units(reader, actor, today))
    run = await find_month_run(reader, month=first)
    dates = await month_dates(reader, month=first)
    return MonthBoard(
        month=month,
        sign_by=dates.sign_by,
        object_until=dates.object_until,
        objections_open=here.clock.now() < dates.objections_end(here.clock.zone),
        run=None if run is None else run_out(run),
        units=[unit_out(row, dates=dates, today=today, signs=signs) for row in rows],
    )


@router.post("/month-runs", status_code=202, dependencies=[ONCE])
async def start_compiling(body: NewMonthRun, uow: Uow, _: MaySign) -> MonthRunOut:
    """A job compiles it, with progress; the same input gives the same sheet bit for bit (rules ATT-6, ATT-10)."""
    run = await start_month_run(uow, month=month_of_text(body.month), units=list(body.unit_ids))
    row = await find_month_run(uow.session, run_id=run.id)
    assert row is not None
    return run_out(row)


@router.get("/month-runs/{run_id}")
async def get_month_run(run_id: MonthRunId, reader: Reader, _: MayReadMonths) -> MonthRunOut:
    row = await find_month_run(reader, run_id=run_id)
    if row is None:
        raise RunNotFound
    return run_out(row)


@router.get("/my-months/{month}")
async def get_my_month(month: MonthText, reader: Reader, here: Here, today: Today, actor: MayReadMonths) -> MyMonth:
    """One's own row with its days; older revisions beside it."""
    first = month_of_text(month)
    own = await own_employee(reader, actor)
    sheet_id = await sheet_with(reader, employee_id=own, month=first)
    sheet = None if sheet_id is None else await find_sheet(reader, sheet_id=sheet_id)
    dates = await month_dates(reader, month=first)
    return MyMonth(
        month=month,
        sign_by=dates.sign_by,
        object_until=dates.object_until,
        may_object=first < today and here.clock.now() < dates.objections_end(here.clock.zone),
        state=None if sheet is None else sheet.state,
        row=None if sheet is None else await _row(reader, sheet.id, own),
    )


@router.get("/sheets/{sheet_id}")
async def get_sheet(sheet_id: SheetId, reader: Reader, today: Today, actor: MayReadMonths, response: Response) -> MonthSheetOut:
    return await _sheet(reader, sheet_id, await visible_units(reader, actor, today), today, response)


@router.get("/sheets/{sheet_id}/rows")
async def list_month_rows(
    *, sheet_id: SheetId, reader: Reader, paging: Paging, today: Today, actor: MayReadMonths, issue: int | None = None
) -> Page[MonthRowOut]:
    """By the numbers of the employees. `issue`: as it was handed out then."""
    await find_sheet(reader, sheet_id=sheet_id, units=await visible_units(reader, actor, today))
    (after,) = paging.after(str) or (None,)
    rows = await list_sheet_rows(reader, sheet_id=sheet_id, issue=issue, after=after, limit=paging.limit + 1)
    cursor = make_cursor(rows[paging.limit - 1].number) if len(rows) > paging.limit else None
    return page_of([row_out(row) for row in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/sheets/{sheet_id}/rows/{employee_id}")
async def get_month_row(sheet_id: SheetId, employee_id: EmployeeId, reader: Reader, today: Today, actor: MayReadMonths) -> MonthRowDetail:
    """Each figure opens to its days, and each day to the punches behind it (rule ATT-10)."""
    await find_sheet(reader, sheet_id=sheet_id, units=await visible_units(reader, actor, today))
    return await _row(reader, sheet_id, employee_id)


@router.post("/sheets/{sheet_id}/sign", dependencies=[ONCE])
async def sign_sheet(sheet_id: SheetId, uow: Uow, today: Today, _: MaySign, version: ExpectedVersion, response: Response) -> MonthSheetOut:
    """Reviewed by who leads the unit; refused when facts have changed since it was compiled (rule ATT-6)."""
    await sign_month_sheet(uow, sheet_id=sheet_id, expected_version=version)
    await uow.session.flush()
    return await _sheet(uow.session, sheet_id, None, today, response)


@router.post("/sheets/{sheet_id}/take-over", dependencies=[ONCE])
async def take_sheet_over(
    sheet_id: SheetId, body: MonthTakeOver, uow: Uow, today: Today, _: MayKeepMonths, version: ExpectedVersion, response: Response
) -> MonthSheetOut:
    """It goes to HR for pay."""
    await take_over_month_sheet(uow, sheet_id=sheet_id, expected_version=version, reason=body.reason)
    await uow.session.flush()
    return await _sheet(uow.session, sheet_id, None, today, response)


@router.post("/sheets/{sheet_id}/close", dependencies=[ONCE])
async def close_sheet(
    sheet_id: SheetId, uow: Uow, today: Today, _: MayKeepMonths, version: ExpectedVersion, response: Response
) -> MonthSheetOut:
    """After the last day for objections, with every objection settled. Who has not objected has accepted; that is recorded for each (rule ATT-7)."""
    await close_month_sheet(uow, sheet_id=sheet_id, expected_version=version)
    await uow.session.flush()
    return await _sheet(uow.session, sheet_id, None, today, response)


@router.post("/sheets/{sheet_id}/corrections", status_code=201, dependencies=[ONCE])
async def correct_sheet(
    sheet_id: SheetId, body: NewMonthCorrection, uow: Uow, today: Today, _: MayKeepMonths, version: ExpectedVersion, response: Response
) -> MonthSheetOut:
    """A closed month changes only by an entry, which makes a new version of the sheet; the older ones stay (rule ATT-7)."""
    wish = MonthCorrectionFacts(
        employee_id=body.employee_id, on=body.on, facts=facts_of(body.facts), document=body.document, reason=body.reason
    )
    await correct_month_sheet(uow, sheet_id=sheet_id, expected_version=version, wish=wish)
    await uow.session.flush()
    return await _sheet(uow.session, sheet_id, None, today, response)


@router.get("/sheets/{sheet_id}/corrections")
async def list_sheet_corrections(sheet_id: SheetId, reader: Reader, today: Today, actor: MayReadMonths) -> MonthCorrections:
    """Newest first."""
    await find_sheet(reader, sheet_id=sheet_id, units=await visible_units(reader, actor, today))
    return MonthCorrections(data=[correction_out(row) for row in await list_corrections(reader, sheet_id=sheet_id)])
