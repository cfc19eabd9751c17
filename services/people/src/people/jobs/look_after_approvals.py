"""Looks for requests that wait too long, or for somebody who left or is away (rule APR-2)."""

from datetime import timedelta

import structlog

from chassis.context import Context
from chassis.database import is_down
from chassis.jobs import Job
from people.queries.approvals.neglected import neglected_approvals
from people.use_cases.approvals.look_after_approval import look_after_approval

log = structlog.get_logger()


async def run(context: Context) -> None:
    """Each in its own transaction: one that cannot be helped does not stop the others."""
    name = "people.look-after-approvals"
    async with context.new_system_uow(name) as uow:
        neglected = await neglected_approvals(uow.session, now=uow.now, today=uow.today)
    for approval_id in neglected:
        async with context.new_system_uow(name) as uow:
            try:
                await look_after_approval(uow, approval_id=approval_id)
                await uow.commit()
            except Exception as error:
                if is_down(error):
                    raise
                log.exception("approval not looked after", id=str(approval_id))


LOOK_AFTER_APPROVALS = Job(name="look-after-approvals", every=timedelta(seconds=30), run=run)
