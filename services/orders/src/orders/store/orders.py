"""Loads and locks orders. Many are locked in one order, here and nowhere else: first what is sent for others (store/components.py), then by id."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from orders.domain.order import Order, OrderNotFound
from orders.domain.order_facts import IN_DOUBT
from orders.domain.status import REGROUPS, OrderStatus


def _locking(condition: Select[Order]) -> Select[Order]:
    # populate_existing: in a consumer's transaction a statement of the hot path may have changed the row behind the session's back.
    return condition.options(selectinload(Order.lines)).with_for_update().execution_options(populate_existing=True)


def _named(condition: Select[Order]) -> Select[Order]:
    """Asked for by id, so a part and what it is a part of may both be among them."""
    return _locking(condition).order_by(Order.kind.not_in(REGROUPS), Order.id)


def _next_open(condition: Select[Order]) -> Select[Order]:
    """Along an index. What has parts is not open, so only one of the two is among them."""
    return _locking(condition).order_by(Order.id)


async def lock_orders(uow: UnitOfWork, *, ids: Collection[UUID]) -> dict[UUID, Order]:
    """Those that exist, by id. For facts told by other services: no scope."""
    orders = await uow.session.scalars(_named(select(Order).where(Order.id.in_(ids))))
    return {order.id: order for order in orders}


async def lock_visible_orders(uow: UnitOfWork, *, ids: Collection[UUID], actor: Actor) -> dict[UUID, Order]:
    """Those that exist and that the actor may see."""
    condition = select(Order).where(Order.id.in_(ids))
    if actor.shops is not None:
        condition = condition.where(Order.shop_id.in_(actor.shops))
    orders = await uow.session.scalars(_named(condition))
    return {order.id: order for order in orders}


async def lock_order(uow: UnitOfWork, *, order_id: UUID, actor: Actor) -> Order:
    """Raises OrderNotFound."""
    order = (await lock_visible_orders(uow, ids=[order_id], actor=actor)).get(order_id)
    if order is None:
        raise OrderNotFound
    return order


async def lock_orders_in_doubt(uow: UnitOfWork, *, limit: int, after: UUID | None) -> Sequence[Order]:
    """Open orders that need attention, in the order of their ids."""
    condition = select(Order).where(text(IN_DOUBT))
    if after is not None:
        condition = condition.where(Order.id > after)
    return (await uow.session.scalars(_next_open(condition).limit(limit))).all()


async def lock_delivered(uow: UnitOfWork, *, before: datetime, limit: int) -> Sequence[Order]:
    """Delivered before that moment and not completed yet."""
    condition = select(Order).where(Order.status == OrderStatus.DELIVERED, Order.delivered_at <= before)
    return (await uow.session.scalars(_next_open(condition).limit(limit))).all()
