from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from people.domain.attendance.records import AttendanceRun, RunKind, RunState
from people.domain.attendance.run_span import check_span
from people.store.attendance.policies import lock_policy
from people.store.attendance.runs import add_run, count_working


async def start_run(
    uow: UnitOfWork, *, kind: RunKind, first: date, last: date, units: Sequence[UUID] | None, policy_number: int | None = None
) -> AttendanceRun:
    """A job carries it out (jobs/attendance/carry_out_runs.py). `units` None: everybody; exactly these, not those beneath.

    Raises SpanNotOver, SpanTooLong, AttendancePolicyNotFound.
    """
    check_span(first, last, today=uow.today)
    if policy_number is not None:
        await lock_policy(uow, policy_number)
    run = AttendanceRun(
        id=new_id(),
        kind=kind,
        first_day=first,
        last_day=last,
        unit_ids=None if units is None else sorted(units),
        policy_number=policy_number,
        state=RunState.RUNNING,
        done_until=None,
        people_total=await count_working(uow, first=first, last=last, units=units),
        people_done=0,
        days_done=0,
        days_changed=0,
        people_changed=0,
        started_at=uow.now,
        started_by=uow.actor.name,
        ended_at=None,
    )
    await add_run(uow, run)
    shown = show_id("atr", run.id)
    uow.audit(
        f"attendance.{kind}_started", noun="attendance_run", noun_id=shown, after={"first": first.isoformat(), "last": last.isoformat()}
    )
    uow.changed("attendance_run", shown)
    return run
