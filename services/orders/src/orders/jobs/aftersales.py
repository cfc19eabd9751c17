"""Goes on with cases that wait for an order, and marks those that are overdue."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.aftersales.find_waiting_cases import find_waiting_cases
from orders.use_cases.aftersales.go_on_with_case import go_on_with_case
from orders.use_cases.aftersales.mark_overdue import mark_overdue
from orders.use_cases.aftersales.remove_old_pictures import remove_old_pictures
from orders.use_cases.aftersales.retry_platform_requests import retry_platform_requests


async def go_on(context: Context) -> None:
    async with context.new_system_uow("orders.aftersales") as uow:
        waiting = await find_waiting_cases(uow)
    for case_id in waiting:
        async with context.new_system_uow("orders.aftersales") as uow:
            await go_on_with_case(uow, case_id=case_id)
            await uow.commit()


async def look_for_overdue(context: Context) -> None:
    async with context.new_system_uow("orders.aftersales-overdue") as uow:
        await mark_overdue(uow)
        await uow.commit()


async def try_again(context: Context) -> None:
    async with context.new_system_uow("orders.platform-requests") as uow:
        await retry_platform_requests(uow)
        await uow.commit()


async def remove_pictures(context: Context) -> None:
    more = True
    while more:
        async with context.new_system_uow("orders.aftersales-pictures") as uow:
            more = await remove_old_pictures(uow)
            await uow.commit()


CASES = Job(name="orders.aftersales", every=timedelta(seconds=2), run=go_on)
OVERDUE = Job(name="orders.aftersales-overdue", every=timedelta(seconds=30), run=look_for_overdue)
PLATFORM_REQUESTS = Job(name="orders.platform-requests", every=timedelta(seconds=30), run=try_again)
OLD_PICTURES = Job(name="orders.aftersales-pictures", every=timedelta(minutes=10), run=remove_pictures)
