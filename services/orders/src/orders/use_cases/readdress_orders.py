"""Where orders go is changed after they were reviewed; the warehouse is asked for them back first (rule ORD-2)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, result_of
from orders.domain.changing import refuse_other_buyer
from orders.domain.effects import Effects
from orders.domain.order import OrderNotFound
from orders.domain.plan import Verb
from orders.domain.receiver import Receiver
from orders.store.adjust import rewrite_order
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders


async def readdress_orders(uow: UnitOfWork, *, ids: Sequence[UUID], receiver: Receiver, reason: str) -> list[ActionResult]:
    """At most 500; a result for each. `receiver` has every field of FIELDS."""
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    effects = Effects()
    results: list[ActionResult] = []
    for order_id in dict.fromkeys(ids):
        order = orders.get(order_id)
        refused: Refusal | None = None
        try:
            if order is None:
                raise OrderNotFound
            refuse_other_buyer(order, first=next(iter(orders.values())))
            await rewrite_order(uow, order, Verb.READDRESS, {"receiver_sealed": uow.sealer.seal(receiver)}, reason=reason, effects=effects)
        except Refusal as refusal:
            refused = refusal
        results.append(result_of(order_id, order, refused))
    await carry_out(uow, effects)
    return results
