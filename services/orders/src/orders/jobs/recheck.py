"""Looks again at orders that need attention: what came in while a SKU or a shop became known may have been missed."""

from datetime import timedelta
from uuid import UUID

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.recheck_attention import recheck_attention

SET = 200


async def recheck(context: Context) -> None:
    after: UUID | None = None
    while True:
        async with context.new_system_uow("orders.recheck") as uow:
            after = await recheck_attention(uow, after=after, limit=SET)
            await uow.commit()
        if after is None:
            return


RECHECK = Job(name="orders.recheck", every=timedelta(seconds=20), run=recheck)
