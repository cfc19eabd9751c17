"""Derives the days of the next people of a run: each call is one transaction, so a run that was cut off goes on where it was."""

import asyncio

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from people.domain.attendance.comparison import comparable, differs
from people.domain.attendance.day import DayFacts, derive_day
from people.domain.attendance.deriver import Deriver
from people.domain.attendance.plan import Planner
from people.domain.attendance.quick_day import quick_figures, quick_plan
from people.domain.attendance.records import AttendanceRun, RunKind, RunState
from people.queries.attendance.day_inputs import DayInput, DayInputs, read_day_inputs
from people.queries.attendance.planning import read_planner
from people.store.attendance.results import StoredDay, enter_results, replace_span
from people.store.attendance.runs import keep_differences, next_working, take_running

PEOPLE_AT_ONCE = 250


async def carry_on_run(uow: UnitOfWork) -> bool:
    """False when no run is left to carry on."""
    run = await take_running(uow)
    if run is None:
        return False
    if run.kind == RunKind.COMPILE:
        await enter_results(uow)
    employees = await next_working(uow, run, most=PEOPLE_AT_ONCE)
    if employees:
        inputs = await read_day_inputs(uow.session, employees=employees, first=run.first_day, last=run.last_day)
        if run.kind == RunKind.COMPILE:
            days = await asyncio.to_thread(_derive, inputs)
            await replace_span(uow, employees=employees, first=run.first_day, last=run.last_day, days=days)
            run.days_done += len(days)
        else:
            await _replay(uow, run, inputs)
        run.done_until = employees[-1]
        run.people_done += len(employees)
    if len(employees) < PEOPLE_AT_ONCE:
        run.state, run.ended_at = RunState.DONE, uow.now
        run.people_total = run.people_done
    await uow.session.flush()
    uow.changed("attendance_run", show_id("atr", run.id))
    return True


def _derive(inputs: DayInputs) -> list[StoredDay]:
    deriver = Deriver()
    derived = ((day, deriver.derive(day.plan, day.proofs, day.leaves)) for day in inputs.days())
    return [
        StoredDay(day.employee_id, day.on, day.unit_id, day.plan.kind, day.plan.version, figures, digest)
        for day, (figures, digest) in derived
    ]


async def _replay(uow: UnitOfWork, run: AttendanceRun, inputs: DayInputs) -> None:
    draft = await read_planner(uow.session, first=run.first_day, last=run.last_day, draft=run.policy_number)
    seen, rows = await asyncio.to_thread(_compare, inputs, draft)
    await keep_differences(uow, run_id=run.id, rows=rows)
    run.days_done += seen
    run.days_changed += len(rows)
    run.people_changed += len({row["employee_id"] for row in rows})


def _compare(inputs: DayInputs, draft: Planner) -> tuple[int, list[dict[str, object]]]:
    """How many days were looked at, and those that the draft judges otherwise."""
    rows: list[dict[str, object]] = []
    seen = 0
    for now, then in zip(inputs.days(), inputs.planned_by(draft).days(), strict=True):
        seen += 1
        if not now.leaves and _fine(now) and _fine(then):
            continue
        before, after = (derive_day(day.plan, DayFacts(proofs=day.proofs, leaves=day.leaves)) for day in (now, then))
        if differs(before, after):
            rows.append({"employee_id": now.employee_id, "on_day": now.on, "before": comparable(before), "after": comparable(after)})
    return seen, rows


def _fine(day: DayInput) -> bool:
    quick = quick_plan(day.plan)
    return quick is not None and quick_figures(quick, day.proofs) == quick.fine
