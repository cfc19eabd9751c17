"""Orders as after-sales needs them: read mostly without a lock, for cases and their money are locked before orders."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from orders.domain.order import Order, OrderNotFound
from orders.domain.shop import Shop
from orders.domain.status import OrderKind


async def read_order(uow: UnitOfWork, *, order_id: UUID, actor: Actor | None = None, kept: bool = False) -> Order:
    """Raises OrderNotFound. No actor: for facts told by other services. `kept`: nobody changes it until this transaction ends."""
    query = select(Order).where(Order.id == order_id)
    if actor is not None and actor.shops is not None:
        query = query.where(Order.shop_id.in_(actor.shops))
    if kept:
        query = query.with_for_update(read=True)
    order = await uow.session.scalar(query.options(selectinload(Order.lines)).execution_options(populate_existing=True))
    if order is None:
        raise OrderNotFound
    return order


async def find_order_id(uow: UnitOfWork, *, shop_id: str, platform_order_no: str) -> UUID | None:
    """The buyer's order with this number in this shop."""
    query = select(Order.id).where(Order.platform_order_no == platform_order_no, Order.shop_id == shop_id, Order.kind == OrderKind.ORDER)
    return await uow.session.scalar(query)


async def shop_name(uow: UnitOfWork, shop_id: str) -> str:
    return await uow.session.scalar(select(Shop.name).where(Shop.id == shop_id)) or shop_id
