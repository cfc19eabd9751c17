"""Hands in the tests whose time ran out: what was saved counts (rule ORG-5)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from people.domain.training.attempt import GRACE
from people.queries.training.attempts import expired_attempts
from people.use_cases.training.hand_in_attempt import hand_in_attempt


async def run(context: Context) -> None:
    """Each in its own transaction."""
    name = "people.close-expired-attempts"
    async with context.new_system_uow(name) as uow:
        expired = await expired_attempts(uow.session, before=uow.now - GRACE)
    for attempt_id in expired:
        async with context.new_system_uow(name) as uow:
            await hand_in_attempt(uow, attempt_id=attempt_id, employee_id=None, answers={})
            await uow.commit()


CLOSE_EXPIRED_ATTEMPTS = Job(name="close-expired-attempts", every=timedelta(minutes=1), run=run)
