"""Counts what came in and what changed to the files of customers; on a house that has orders already, from the first one on."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.customers.assess_due_files import assess_due_files
from orders.use_cases.customers.erase_outdated_customers import erase_outdated_customers
from orders.use_cases.customers.remove_outdated_words import remove_outdated_words
from orders.use_cases.customers.walk_orders import ALL, NEW, walk_orders

SET = 500
SETS_AT_ONCE = 40
"""So that a catch-up leaves room for what else the process does."""
LOOKED_AT = 2_000


async def count(context: Context) -> None:
    for _ in range(SETS_AT_ONCE):
        async with context.new_system_uow("orders.customers") as uow:
            more = await walk_orders(uow, walk=NEW, most=SET)
            await uow.commit()
        if not more:
            break
    async with context.new_system_uow("orders.customers") as uow:
        await walk_orders(uow, walk=ALL, most=LOOKED_AT)
        await uow.commit()


CUSTOMERS = Job(name="orders.customers", every=timedelta(seconds=2), run=count)


async def look_at_levels(context: Context) -> None:
    """By time or by a new policy. A policy for a million files takes some turns; meanwhile orders are counted between the sets."""
    for _ in range(SETS_AT_ONCE):
        async with context.new_system_uow("orders.customers") as uow:
            more = await assess_due_files(uow, most=SET)
            await uow.commit()
        if not more:
            break


CUSTOMER_LEVELS = Job(name="orders.customer-levels", every=timedelta(seconds=10), run=look_at_levels)


async def erase_outdated(context: Context) -> None:
    async with context.new_system_uow("orders.retention") as uow:
        await erase_outdated_customers(uow, most=LOOKED_AT)
        await uow.commit()
    async with context.new_system_uow("orders.retention") as uow:
        await remove_outdated_words(uow, most=SET)
        await uow.commit()


RETENTION = Job(name="orders.retention", every=timedelta(minutes=1), run=erase_outdated)
