"""Compiles months, records who has accepted by silence, and books leave that was not taken in time."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.domain.attendance.month_dates import month_of
from people.queries.attendance.leave_balances import expiring_leave
from people.use_cases.attendance.carry_on_month_run import carry_on_month_run
from people.use_cases.attendance.expire_leave import expire_leave
from people.use_cases.attendance.record_silence import record_silence


async def compile_months(context: Context) -> None:
    """A run that an earlier process began goes on where its last commit was."""
    more = True
    while more:
        async with context.new_system_uow("people.compile-months") as uow:
            more = await carry_on_month_run(uow)
            await uow.commit()


async def accept(context: Context) -> None:
    async with context.new_system_uow("people.accept-months-by-silence") as uow:
        await record_silence(uow, month=month_of(month_of(uow.today) - timedelta(days=1)))
        await uow.commit()


async def expire(context: Context) -> None:
    """Each in its own transaction."""
    name = "people.expire-leave"
    async with context.new_system_uow(name) as uow:
        waiting = await expiring_leave(uow.session, today=uow.today)
    for employee_id, kind in waiting:
        async with context.new_system_uow(name) as uow:
            await expire_leave(uow, employee_id=employee_id, kind=kind)
            await uow.commit()


COMPILE_MONTHS = Job(name="compile-months", every=timedelta(seconds=1), run=compile_months)
ACCEPT_BY_SILENCE = Job(name="accept-months-by-silence", every=timedelta(seconds=30), run=accept)
EXPIRE_LEAVE = Job(name="expire-leave", every=timedelta(minutes=10), run=expire)
