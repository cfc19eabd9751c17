"""A price change that waits for a superior's word is no longer wanted."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.price_change import PriceChangeNotFound
from orders.store.effects import carry_out
from orders.store.orders import lock_order
from orders.store.price_changes import change_being_decided
from orders.store.price_making import void_price_change


async def withdraw_price_change(uow: UnitOfWork, *, order_id: UUID, reason: str) -> None:
    """Raises OrderNotFound, PriceChangeNotFound."""
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    change = await change_being_decided(uow, order_id=order_id)
    if change is None:
        raise PriceChangeNotFound
    effects = Effects()
    void_price_change(uow, order, change, reason=reason, effects=effects)
    await carry_out(uow, effects)
