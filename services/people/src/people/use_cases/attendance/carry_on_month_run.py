from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthRun, MonthSheet, RowCause, RunState, SheetState
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_figures import sheet_digest
from people.domain.ids import shown_month_run, shown_sheet
from people.store.attendance.months import (
    RowEntry,
    add_rows,
    current_rows,
    ensure_sheets,
    next_members,
    strays,
    take_open_run,
)
from people.use_cases.attendance.compile_rows import compile_rows

PEOPLE_AT_ONCE = 250


async def carry_on_month_run(uow: UnitOfWork) -> bool:
    """The next people of a run, in a transaction of their own: whoever starts it again goes on behind them. False when no run is open."""
    run = await take_open_run(uow)
    if run is None:
        return False
    members = await next_members(uow, run, last=last_day(run.month), most=PEOPLE_AT_ONCE)
    if members:
        await _compile(uow, run, dict(members))
        run.last_id = members[-1][0]
        run.done += len(members)
        run.state = RunState.RUNNING
    if len(members) < PEOPLE_AT_ONCE:
        await _finish(uow, run)
    await uow.session.flush()
    uow.changed("month_run", shown_month_run(run.id))
    return True


async def _compile(uow: UnitOfWork, run: MonthRun, members: dict[UUID, UUID]) -> None:
    """What is the same as before gets no new revision; a closed sheet stays as it is (rule ATT-7)."""
    sheets = await ensure_sheets(uow, month=run.month, units=members.values())
    known = await current_rows(uow, [sheet.id for sheet in sheets.values()])
    rows = await compile_rows(uow, employees=sorted(members), month=run.month)
    entries: list[RowEntry] = []
    for employee_id, row in rows.items():
        sheet = sheets[members[employee_id]]
        before = known.get((sheet.id, employee_id))
        if sheet.state == SheetState.CLOSED or (before is not None and not before.gone and before.digest == row.digest):
            continue
        revision = 1 if before is None else before.revision + 1
        entries.append(RowEntry(sheet_id=sheet.id, employee_id=employee_id, revision=revision, row=row, issue=0, cause=RowCause.COMPILED))
    await add_rows(uow, entries)
    run.changed += len(entries)


async def _finish(uow: UnitOfWork, run: MonthRun) -> None:
    sheets = await ensure_sheets(uow, month=run.month, units=run.units)
    open_sheets = [sheet for sheet in sheets.values() if sheet.state != SheetState.CLOSED]
    gone = await strays(uow, month=run.month, last=last_day(run.month), sheets=[sheet.id for sheet in open_sheets])
    await add_rows(
        uow,
        [
            RowEntry(sheet_id=sheet_id, employee_id=employee_id, revision=revision + 1, row=None, issue=0, cause=RowCause.COMPILED)
            for sheet_id, employee_id, revision in gone
        ],
    )
    known = await current_rows(uow, [sheet.id for sheet in open_sheets])
    for sheet in open_sheets:
        rows = [(str(employee_id), row.digest) for (sheet_id, employee_id), row in known.items() if sheet_id == sheet.id and not row.gone]
        _note(uow, run, sheet, digest=sheet_digest(rows))
    run.state, run.finished_at, run.total = RunState.DONE, uow.now, run.done


def _note(uow: UnitOfWork, run: MonthRun, sheet: MonthSheet, *, digest: str) -> None:
    before: dict[str, object] = {"state": sheet.state, "digest": sheet.digest}
    voided = sheet.note_compiled(digest=digest, by=run.created_by, now=uow.now)
    shown = shown_sheet(sheet.id)
    if before["digest"] != digest:
        reason = "内容已变，签字作废 the content changed, the signature is void" if voided else None
        uow.audit(
            "month.compiled",
            noun="month_sheet",
            noun_id=shown,
            before=before,
            after={"state": sheet.state, "digest": digest},
            reason=reason,
        )
    uow.changed("month_sheet", shown)
