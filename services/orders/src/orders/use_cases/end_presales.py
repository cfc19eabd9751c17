"""Orders have left or ended: nothing of them is promised any more (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.presale_stages import look_at_presales_again


async def end_presales(uow: UnitOfWork, *, ids: Sequence[UUID]) -> None:
    await look_at_presales_again(uow, order_ids=ids)
