"""A person says yes to orders that were held (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders


async def release_orders(uow: UnitOfWork, *, ids: Sequence[UUID], note: str) -> list[ActionResult]:
    """At most 500. A result for each; orders held by their platform are refused."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    effects = Effects()

    def act(order: Order) -> None:
        before = standing(order)
        order.release_holds(note=note, effects=effects)
        uow.audit(
            "order.released", noun="order", noun_id=show_id("ord", order.id), before=before, after=standing(order), reason=note or None
        )

    results = act_on_each(ids, orders, act)
    await carry_out(uow, effects)
    return results
