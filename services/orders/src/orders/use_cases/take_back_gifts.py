"""Orders have ended before they were sent: their gifts count for others again (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.gifts import take_gifts_back


async def take_back_gifts(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    await take_gifts_back(uow, order_ids=ids, reason="order_ended")
