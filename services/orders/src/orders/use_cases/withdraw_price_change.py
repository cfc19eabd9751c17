"""A price change that waits for a superior's word is no longer wanted, or no longer about the order as it is (rule APR-4)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.people import WithdrawApproval
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.price_change import KIND, PriceChange, PriceChangeNotFound, PriceChangeState, digest_of_change
from orders.domain.status import OPEN
from orders.store.effects import carry_out
from orders.store.orders import lock_order, lock_orders
from orders.store.price_changes import change_being_decided, changes_being_decided
from orders.store.price_making import not_made

MOST_AT_ONCE = 500


async def withdraw_price_change(uow: UnitOfWork, *, order_id: UUID, reason: str) -> None:
    """Raises OrderNotFound, PriceChangeNotFound."""
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    change = await change_being_decided(uow, order_id=order_id)
    if change is None:
        raise PriceChangeNotFound
    effects = Effects()
    _void(uow, order, change, reason=reason, effects=effects)
    await carry_out(uow, effects)


async def void_outdated_price_changes(uow: UnitOfWork) -> None:
    """Those whose order has changed, left or ended since they were asked for."""
    asked = await changes_being_decided(uow, limit=MOST_AT_ONCE)
    orders = await lock_orders(uow, ids={change.order_id for change in asked}) if asked else {}
    effects = Effects()
    for seen in asked:
        order = orders.get(seen.order_id)
        change = await change_being_decided(uow, order_id=seen.order_id)
        if order is None or change is None:
            continue
        if order.status not in OPEN or digest_of_change(order, after=change.paid_after) != change.content_digest:
            _void(uow, order, change, reason="the order has changed", effects=effects)
    await carry_out(uow, effects)


def _void(uow: UnitOfWork, order: Order, change: PriceChange, *, reason: str, effects: Effects) -> None:
    uow.publish(WithdrawApproval(kind=KIND, reference=show_id("prc", change.id), reason=reason))
    not_made(uow, order, change, PriceChangeState.VOIDED, by=uow.actor.name, comment=reason, effects=effects)
