"""Orders are split, merged, taken apart or rewritten: at once, or as soon as the warehouse has stopped them (rule ORD-2)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import NotTheBuyersOrder, Order
from orders.domain.parcels import Pieces
from orders.domain.plan import Verb
from orders.domain.status import AT_WAREHOUSE, REGROUPS, OrderKind
from orders.domain.taking_apart import refuse_if_left
from orders.store.adjusting import carry_out_adjustment
from orders.store.plans import add_plan


async def adjust_orders(
    uow: UnitOfWork, *, verb: Verb, orders: Sequence[Order], content: Mapping[str, Any], reason: str, effects: Effects
) -> list[Order] | None:
    """The orders that stand for them now; None: the warehouse was asked to stop some, and it goes on by itself. `orders` are locked.

    Raises OrderNotOpen, OrderBeingStopped, OrderIsPacked and what the verb refuses.
    """
    for order in orders:
        order.must_be_adjustable()
    if any(order.status in AT_WAREHOUSE for order in orders):
        for order in orders:
            order.wait_to_be_adjusted(verb, reason=reason, effects=effects)
        add_plan(uow, verb=verb, order_ids=[order.id for order in orders], content=content, reason=reason)
        return None
    return await carry_out_adjustment(uow, verb=verb, orders=orders, content=content, reason=reason, by=uow.actor.name, effects=effects)


async def take_component_apart(
    uow: UnitOfWork,
    order: Order,
    parts: Sequence[Order],
    origins: Sequence[Order],
    *,
    cancelled: Sequence[UUID],
    reason: str,
    effects: Effects,
) -> None:
    """Raises NotRegrouped, PartHasLeft, OrderBeingStopped, OrderIsPacked."""
    refuse_if_left(order, parts)
    content = {"origins": [str(one.id) for one in origins], "cancelled": [str(one) for one in cancelled]}
    await adjust_orders(uow, verb=Verb.TAKE_APART, orders=parts, content=content, reason=reason, effects=effects)


async def split_order(uow: UnitOfWork, order: Order, parcels: Sequence[Pieces], *, reason: str, effects: Effects) -> list[Order] | None:
    if order.kind == OrderKind.REPLACEMENT:
        raise NotTheBuyersOrder(number=order.number)
    content = {"parcels": [{str(line_no): count for line_no, count in parcel.items()} for parcel in parcels]}
    return await adjust_orders(uow, verb=Verb.SPLIT, orders=[order], content=content, reason=reason, effects=effects)


async def rewrite_order(uow: UnitOfWork, order: Order, verb: Verb, content: dict[str, Any], *, reason: str, effects: Effects) -> None:
    if order.kind in REGROUPS:
        raise NotTheBuyersOrder(number=order.number)
    await adjust_orders(uow, verb=verb, orders=[order], content=content, reason=reason, effects=effects)
