"""Derives results of days: those that were touched, those that ended without anything, and those of runs (rule ATT-10)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.use_cases.attendance.carry_on_run import carry_on_run
from people.use_cases.attendance.settle_touched_days import settle_touched_days
from people.use_cases.attendance.touch_ended_days import touch_ended_days


async def settle(context: Context) -> None:
    more = True
    while more:
        async with context.new_system_uow("people.settle-touched-days") as uow:
            more = await settle_touched_days(uow)
            await uow.commit()


async def carry_out(context: Context) -> None:
    """A run that an earlier process began goes on where its last commit was."""
    more = True
    while more:
        async with context.new_system_uow("people.carry-out-attendance-runs") as uow:
            more = await carry_on_run(uow)
            await uow.commit()


async def touch(context: Context) -> None:
    async with context.new_system_uow("people.touch-ended-days") as uow:
        await touch_ended_days(uow)
        await uow.commit()


SETTLE_TOUCHED_DAYS = Job(name="settle-touched-days", every=timedelta(seconds=3), run=settle)
CARRY_OUT_ATTENDANCE_RUNS = Job(name="carry-out-attendance-runs", every=timedelta(seconds=2), run=carry_out)
TOUCH_ENDED_DAYS = Job(name="touch-ended-days", every=timedelta(minutes=10), run=touch)
