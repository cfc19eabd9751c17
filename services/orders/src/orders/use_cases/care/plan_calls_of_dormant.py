"""Customers have not bought for a plan's days: those in its sample will be called (rule CARE-5)."""

from datetime import timedelta

from chassis.uow import UnitOfWork
from orders.domain.care.callback_plan import Trigger
from orders.store.care.callbacks import plan_calls, plans_in_force, walk_dormant

MOST_AT_ONCE = 500


async def plan_calls_of_dormant(uow: UnitOfWork) -> int:
    """One step of each plan's walk; how many customers it passed. After a crash it goes on where it was."""
    passed = 0
    for plan in await plans_in_force(uow, Trigger.DORMANT):
        figures = plan.figures
        if not figures.active:
            continue
        subjects = await walk_dormant(uow, plan, before=uow.now - timedelta(days=figures.days), limit=MOST_AT_ONCE)
        await plan_calls(uow, plan, subjects)
        passed += len(subjects)
    return passed
