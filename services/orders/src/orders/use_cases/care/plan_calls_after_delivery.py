"""Orders were delivered: those in the plans' samples will be called back (rule CARE-5)."""

from collections.abc import Collection
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.callback_plan import Trigger
from orders.store.care.callbacks import delivered, plan_calls, plans_in_force


async def plan_calls_after_delivery(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    """Told again, nothing is planned a second time."""
    plans = [plan for plan in await plans_in_force(uow, Trigger.AFTER_DELIVERY) if plan.figures.active]
    subjects = await delivered(uow, order_ids) if plans else []
    for plan in plans:
        await plan_calls(uow, plan, subjects)
