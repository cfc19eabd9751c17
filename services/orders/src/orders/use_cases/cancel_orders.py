"""Orders are cancelled before they are shipped (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, result_of, standing
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.store.adjust import take_component_apart
from orders.store.components import lock_component, lock_rows_with_parts
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders


async def cancel_orders(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str) -> list[ActionResult]:
    """At most 500. A result for each: cancelled at once, or `cancelling` until the warehouse has stopped the shipment.

    One that is split or merged is taken apart first, and what else went with it goes on.
    """
    regrouped = await lock_rows_with_parts(uow, ids=ids)
    results = {order_id: await _cancel_regrouped(uow, order_id, reason) for order_id in regrouped}
    rest = [order_id for order_id in ids if order_id not in results]
    orders = await lock_visible_orders(uow, ids=rest, actor=uow.actor)
    effects = Effects()

    def act(order: Order) -> None:
        before = standing(order)
        order.cancel(reason=reason, now=uow.now, effects=effects)
        uow.audit(
            "order.cancelled", noun="order", noun_id=show_id("ord", order.id), before=before, after=standing(order), reason=reason or None
        )

    results |= {result.order_id: result for result in act_on_each(rest, orders, act)}
    await carry_out(uow, effects)
    return [results[order_id] for order_id in dict.fromkeys(ids)]


async def _cancel_regrouped(uow: UnitOfWork, order_id: UUID, reason: str) -> ActionResult:
    effects = Effects()
    refused: Refusal | None = None
    component = await lock_component(uow, ids=[order_id])
    order = next(one for one in component.origins if one.id == order_id)
    before = standing(order)
    try:
        await take_component_apart(uow, order, component.parts, component.origins, cancelled=[order_id], reason=reason, effects=effects)
    except Refusal as refusal:
        refused = refusal
    else:
        uow.audit("order.cancelled", noun="order", noun_id=show_id("ord", order_id), before=before, after=standing(order), reason=reason)
    await carry_out(uow, effects)
    return result_of(order_id, order, refused)
