"""A customer was erased: nothing of payer, device, address or buyer is kept of their orders any more (rule ORD-5)."""

from collections.abc import Sequence

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from orders.store.integrity.forgetting import forget_marks_of


async def forget_marks(uow: UnitOfWork, *, orders: Sequence[str]) -> None:
    """What was judged stays judged; only what tied these orders to a person goes."""
    await forget_marks_of(uow, order_ids=[read_id("ord", order) for order in orders])
