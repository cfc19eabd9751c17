"""What of an order is sent is changed after it was reviewed; the warehouse is asked for it back first (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.changing import Item
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.plan import Verb
from orders.store.adjust import rewrite_order
from orders.store.adjusting import check_items
from orders.store.effects import carry_out
from orders.store.orders import lock_order


async def change_order_items(uow: UnitOfWork, *, order_id: UUID, version: int, items: Sequence[Item], reason: str) -> Order:
    """`items` are all that is to be sent.

    Raises OrderNotFound, VersionStale, OrderNotOpen, OrderBeingStopped, OrderIsPacked, NotTheBuyersOrder, NothingToSend, LineGivenBack,
    MoneyIsSettled, SkuUnknown.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    check_version(expected=version, actual=order.version)
    await check_items(uow, order, items)
    effects = Effects()
    await rewrite_order(uow, order, Verb.CHANGE_ITEMS, {"items": [dict(item) for item in items]}, reason=reason, effects=effects)
    await carry_out(uow, effects)
    return order
