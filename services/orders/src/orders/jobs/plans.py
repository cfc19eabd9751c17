"""Goes on with what waits for the warehouse, should the news of it have been missed, and follows what shops told of regrouped orders."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from orders.use_cases.find_waiting_plans import find_waiting_plans
from orders.use_cases.go_on_with_plan import go_on_with_plan


async def go_on(context: Context) -> None:
    async with context.new_system_uow("orders.plans") as uow:
        waiting = await find_waiting_plans(uow)
    for plan_id in waiting:
        async with context.new_system_uow("orders.plans") as uow:
            await go_on_with_plan(uow, plan_id=plan_id)
            await uow.commit()


PLANS = Job(name="orders.plans", every=timedelta(seconds=5), run=go_on)
