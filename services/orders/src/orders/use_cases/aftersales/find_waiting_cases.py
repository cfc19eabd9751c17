"""Cases that wait for an order."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.aftersales.cases import waiting_for_orders

MOST_AT_ONCE = 200


async def find_waiting_cases(uow: UnitOfWork) -> Sequence[UUID]:
    return await waiting_for_orders(uow, limit=MOST_AT_ONCE)
