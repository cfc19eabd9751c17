"""Where an order goes, or what of it is sent, is changed after it was reviewed; the warehouse is asked for it back first (rule ORD-2)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, result_of
from orders.domain.changing import Item, refuse_other_buyer
from orders.domain.effects import Effects
from orders.domain.order import NotTheBuyersOrder, Order, OrderNotFound
from orders.domain.plan import Verb
from orders.domain.receiver import Receiver
from orders.domain.status import REGROUPS
from orders.store.adjust import adjust_orders
from orders.store.adjusting import check_items
from orders.store.effects import carry_out
from orders.store.orders import lock_order, lock_visible_orders


async def readdress_orders(uow: UnitOfWork, *, ids: Sequence[UUID], receiver: Receiver, reason: str) -> list[ActionResult]:
    """At most 500; a result for each. `receiver` has every field of FIELDS."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    effects = Effects()
    results: list[ActionResult] = []
    for order_id in dict.fromkeys(ids):
        order = orders.get(order_id)
        refused: Refusal | None = None
        try:
            if order is None:
                raise OrderNotFound
            refuse_other_buyer(order, first=next(iter(orders.values())))
            await _rewrite(uow, order, Verb.READDRESS, {"receiver_sealed": uow.sealer.seal(receiver)}, reason=reason, effects=effects)
        except Refusal as refusal:
            refused = refusal
        results.append(result_of(order_id, order, refused))
    await carry_out(uow, effects)
    return results


async def change_order_items(uow: UnitOfWork, *, order_id: UUID, version: int, items: Sequence[Item], reason: str) -> Order:
    """`items` are all that is to be sent.

    Raises OrderNotFound, VersionStale, OrderNotOpen, OrderBeingStopped, OrderIsPacked, NotTheBuyersOrder, NothingToSend, LineGivenBack, SkuUnknown.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    check_version(expected=version, actual=order.version)
    await check_items(uow, order, items)
    effects = Effects()
    await _rewrite(uow, order, Verb.CHANGE_ITEMS, {"items": [dict(item) for item in items]}, reason=reason, effects=effects)
    await carry_out(uow, effects)
    return order


async def _rewrite(uow: UnitOfWork, order: Order, verb: Verb, content: dict[str, Any], *, reason: str, effects: Effects) -> None:
    if order.kind in REGROUPS:
        raise NotTheBuyersOrder(number=order.number)
    await adjust_orders(uow, verb=verb, orders=[order], content=content, reason=reason, effects=effects)
