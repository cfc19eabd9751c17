"""Price changes that wait for a superior's word are void when their order is no longer what it was (rule APR-4)."""

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.price_change import digest_of_change
from orders.domain.status import OPEN
from orders.store.effects import carry_out
from orders.store.orders import lock_orders
from orders.store.price_changes import change_being_decided, changes_being_decided
from orders.store.price_making import void_price_change

MOST_AT_ONCE = 500


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
            void_price_change(uow, order, change, reason="the order has changed", effects=effects)
    await carry_out(uow, effects)
