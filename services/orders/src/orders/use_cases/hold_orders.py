"""A person of one stage holds orders: nothing of them is sent until somebody of that stage releases them (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.reasons import Stage
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders


async def hold_orders(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str, stage: Stage) -> list[ActionResult]:
    """At most 500. A result for each; one that is at the warehouse is stopped there."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    effects = Effects()

    def act(order: Order) -> None:
        before = standing(order)
        order.hold(stage=stage, note=reason, effects=effects)
        uow.audit("order.held", noun="order", noun_id=show_id("ord", order.id), before=before, after=standing(order), reason=reason or None)

    results = act_on_each(ids, orders, act)
    await carry_out(uow, effects)
    return results
