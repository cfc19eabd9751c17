"""What was split or merged is taken apart again, before anything of it has left (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, result_of
from orders.domain.effects import Effects
from orders.domain.order import Order, OrderNotFound
from orders.store.adjust import take_component_apart
from orders.store.components import lock_component
from orders.store.effects import carry_out


async def take_apart_orders(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str) -> list[ActionResult]:
    """A result for each; of orders that hang together all are taken apart with the first."""
    results: list[ActionResult] = []
    done: set[UUID] = set()
    # All of them before the first: one by one they would be locked out of order.
    await lock_component(uow, ids=ids)
    for order_id in dict.fromkeys(ids):
        order: Order | None = None
        refused: Refusal | None = None
        effects = Effects()
        if order_id in done:
            continue
        try:
            component = await lock_component(uow, ids=[order_id])
            members = [*component.parts, *component.origins]
            order = next((one for one in members if one.id == order_id and uow.actor.sees_shop(one.shop_id)), None)
            if order is None:
                raise OrderNotFound
            await take_component_apart(uow, order, component.parts, component.origins, cancelled=[], reason=reason, effects=effects)
            done |= {one.id for one in members}
        except Refusal as refusal:
            refused = refusal
        await carry_out(uow, effects)
        results.append(result_of(order_id, order, refused))
    return results
