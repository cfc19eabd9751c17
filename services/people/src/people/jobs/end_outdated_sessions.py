"""Ends tokens that hold more than their account may do now, within seconds of whatever took it away (rules ORG-6, ORG-7)."""

from datetime import timedelta

from chassis.clock import real_time
from chassis.context import Context
from chassis.jobs import Job
from people.use_cases.end_outdated_sessions import end_outdated_sessions
from people.use_cases.end_past_grants import AT_ONCE, end_past_grants

EVERY = timedelta(seconds=2)


async def run(context: Context) -> None:
    async with context.new_system_uow("people.end-outdated-sessions") as uow:
        ended = await end_outdated_sessions(uow, now=real_time())
        if ended:
            await uow.commit()
            context.tokens.end(ended)
    while True:
        async with context.new_system_uow("people.end-past-grants") as uow:
            done = await end_past_grants(uow, now=uow.now)
            if done:
                await uow.commit()
        if done < AT_ONCE:
            return


END_OUTDATED_SESSIONS = Job(name="end-outdated-sessions", every=EVERY, run=run)
