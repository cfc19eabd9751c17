from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthRun, RunState, SheetState
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_refusals import MonthNotOver, NobodyToCompile, NotTheHead, RunUnderWay, SheetClosed
from people.domain.ids import shown_month_run
from people.permissions import Permission
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of
from people.store.attendance.months import add_run, count_members, ensure_sheets, enter_compiling, run_under_way, units_of_month


async def start_month_run(uow: UnitOfWork, *, month: date, units: Sequence[UUID]) -> MonthRun:
    """HR compiles any unit, all of them when none is named; a head compiles the units they lead and those beneath. A job carries it out.

    Raises MonthNotOver, NotTheHead, NobodyToCompile, RunUnderWay, SheetClosed.
    """
    last = last_day(month)
    if uow.today <= last:
        raise MonthNotOver(month=f"{month:%Y-%m}")
    await enter_compiling(uow, month)
    if await run_under_way(uow, month):
        raise RunUnderWay(month=f"{month:%Y-%m}")
    allowed = await _allowed(uow, month=month, last=last)
    chosen = sorted(set(units) if units else allowed)
    if not set(chosen) <= allowed:
        raise NotTheHead
    total = await count_members(uow, month=month, last=last, units=chosen)
    if total == 0:
        raise NobodyToCompile(month=f"{month:%Y-%m}")
    if units and all(sheet.state == SheetState.CLOSED for sheet in (await ensure_sheets(uow, month=month, units=chosen)).values()):
        raise SheetClosed
    run = MonthRun(
        id=new_id(),
        month=month,
        units=chosen,
        state=RunState.WAITING,
        total=total,
        done=0,
        changed=0,
        last_id=None,
        created_at=uow.now,
        created_by=uow.actor.name,
        finished_at=None,
    )
    await add_run(uow, run)
    shown = shown_month_run(run.id)
    uow.audit("month.compile_started", noun="month_run", noun_id=shown, after={"month": f"{month:%Y-%m}", "people": total})
    uow.changed("month_run", shown)
    return run


async def _allowed(uow: UnitOfWork, *, month: date, last: date) -> set[UUID]:
    there = set(await units_of_month(uow, month=month, last=last))
    if uow.actor.may(Permission.KEEP_MONTHS):
        return there
    own = await employee_of(uow.session, uow.actor)
    led = [] if own is None else await units_led_by(uow.session, employee_id=own, on=uow.today)
    return there & set(await units_below(uow.session, units=led, on=uow.today)) if led else set()
