"""A person says yes to orders that were held, for one stage or for all that they review (rule ORD-2)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.knowledge import load_knowledge
from orders.store.orders import lock_visible_orders


async def release_orders(uow: UnitOfWork, *, ids: Sequence[UUID], note: str, stages: Collection[str]) -> list[ActionResult]:
    """At most 500. A result for each; orders held by their platform are refused, and so is one that waits for other stages only."""
    known = await load_knowledge(uow)
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    effects = Effects()

    def act(order: Order) -> None:
        before = standing(order)
        order.release_holds(note=note, stages=stages, named=known.rule_stages, effects=effects)
        uow.audit(
            "order.released", noun="order", noun_id=show_id("ord", order.id), before=before, after=standing(order), reason=note or None
        )

    results = act_on_each(ids, orders, act)
    await carry_out(uow, effects)
    return results
