"""What waited for the warehouse goes on; parts follow what their shop told of their origin."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store import plan_steps


async def go_on_with_plan(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """Does nothing while one of its orders is still at the warehouse."""
    await plan_steps.go_on_with_plan(uow, plan_id=plan_id)
