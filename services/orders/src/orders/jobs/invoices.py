"""Looks at invoices of orders of which their shop has told a refund."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.recheck_invoices import recheck_invoices

SET = 100


async def look(context: Context) -> None:
    done = SET
    while done == SET:
        async with context.new_system_uow("orders.invoices") as uow:
            done = await recheck_invoices(uow, limit=SET)
            await uow.commit()


INVOICES = Job(name="orders.invoices", every=timedelta(seconds=5), run=look)
