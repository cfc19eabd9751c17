"""The last day is over: who leaves has left, and every session and key of theirs ends (rule ORG-6). Planned moves take effect on their day."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.clock import real_time
from chassis.context import Context
from chassis.jobs import Job
from chassis.refusals import Refusal
from people.queries.hiring.employments import leavings_due
from people.use_cases.end_all_access import end_all_access
from people.use_cases.hiring.begin_due_moves import AT_ONCE, begin_due_moves
from people.use_cases.hiring.complete_leaving import complete_leaving

log = structlog.get_logger()
EVERY = timedelta(seconds=2)


async def run(context: Context) -> None:
    async with AsyncSession(context.engine) as reader:
        due = await leavings_due(reader, on=context.clock.today())
    for leaving_id in due:
        try:
            await _leave(context, leaving_id)
        except Refusal as refusal:
            # The last administrator, for one: somebody has to look; the others leave all the same.
            log.warning("nobody could be let go", leaving=str(leaving_id), why=str(refusal))
    await _begin_moves(context)


async def _leave(context: Context, leaving_id: UUID) -> None:
    async with context.new_system_uow("people.leave-on-the-day") as uow:
        employee = await complete_leaving(uow, leaving_id=leaving_id)
        ended: list[str] = []
        if employee.account_id is not None:
            access = await end_all_access(uow, account_id=employee.account_id, reason="left", now=real_time())
            ended = [*access.sessions, *access.clients]
        await uow.commit()
    context.tokens.end(ended)


async def _begin_moves(context: Context) -> None:
    while True:
        async with context.new_system_uow("people.begin-moves") as uow:
            begun = await begin_due_moves(uow)
            if begun:
                await uow.commit()
        if begun < AT_ONCE:
            return


LEAVE_ON_THE_DAY = Job(name="leave-on-the-day", every=EVERY, run=run)
