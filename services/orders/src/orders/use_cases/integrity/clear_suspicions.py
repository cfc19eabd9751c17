"""A person finds suspected orders to be real: they go on (rule ORD-6)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.integrity.holding import let_parts_go
from orders.domain.integrity.suspicion import OwnOrder, SuspicionNotFound, SuspicionState
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.integrity.cases import entered_by
from orders.store.integrity.parts import add_sent_meanwhile, lock_sent_for
from orders.store.integrity.scoring import suspicions_of
from orders.store.orders import lock_visible_orders


async def clear_suspicions(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str) -> list[ActionResult]:
    """At most 500. A result for each."""
    sent = await lock_sent_for(uow, ids)
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    await add_sent_meanwhile(uow, sent, orders)
    suspicions = await suspicions_of(uow, ids)
    own = await entered_by(uow, uow.actor, ids=ids)
    effects = Effects()

    def act(order: Order) -> None:
        suspicion = suspicions.get(order.id)
        if suspicion is None:
            raise SuspicionNotFound
        if order.id in own:
            raise OwnOrder(number=order.number)
        before = standing(order)
        suspicion.decide(SuspicionState.CLEARED, number=order.number, by=uow.actor.name, reason=reason, now=uow.now)
        order.trust_again(reason=reason, effects=effects)
        uow.audit("order.found_real", noun="order", noun_id=show_id("ord", order.id), before=before, after=standing(order), reason=reason)
        uow.changed("suspicion", show_id("ord", order.id))

    results = act_on_each(ids, orders, act)
    let_parts_go(sent.parts, sent.origins, reason=reason, effects=effects)
    await carry_out(uow, effects)
    return results
