"""What waits for the warehouse goes on, should the news of it have been missed; parts follow what their shop told of their origin."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store import plan_steps
from orders.store.plans import find_plan_ids


async def waiting_plans(uow: UnitOfWork) -> Sequence[UUID]:
    return await find_plan_ids(uow, order_ids=None)


async def go_on_with_plan(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """Does nothing while one of its orders is still at the warehouse."""
    await plan_steps.go_on_with_plan(uow, plan_id=plan_id)
