"""What waits for the warehouse, should the news of it have been missed."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.plans import find_plan_ids


async def find_waiting_plans(uow: UnitOfWork) -> Sequence[UUID]:
    return await find_plan_ids(uow, order_ids=None)
