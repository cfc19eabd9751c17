"""The shop told something new of an order that is split or merged: what is sent for it follows (docs/adr/0018)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.plan import Plan, Verb
from orders.domain.reasons import Hold
from orders.domain.renewal import end_of_order
from orders.domain.status import AT_WAREHOUSE, OPEN, OrderStatus, Pending
from orders.domain.timeline import Happened
from orders.store.adjusting import carry_out_adjustment
from orders.store.components import Component, lock_component
from orders.store.effects import carry_out
from orders.store.plans import add_plan, take_plan

REASON = "told anew by its shop"


async def follow_origin(uow: UnitOfWork, *, plan: Plan) -> None:
    """Nothing has left: all is taken apart and looked at anew. Something has: the rest is stopped, and what it is for decides."""
    [origin_id] = plan.order_ids
    component = await lock_component(uow, ids=[origin_id])
    taken = await take_plan(uow, plan.id)
    if taken is None:
        return
    effects = Effects()
    origin = next((one for one in component.origins if one.id == origin_id), None)
    still_to_go = [part for part in component.parts if part.status in OPEN]
    if origin is not None and still_to_go:
        if len(still_to_go) < len(component.parts):
            await _stop_the_rest(uow, origin, still_to_go, effects)
        elif any(part.pending is not None for part in still_to_go):
            # Somebody else's plan waits for the warehouse: after that one.
            return
        else:
            await _take_apart(uow, origin, component, effects)
    await uow.session.delete(taken)
    await carry_out(uow, effects)


async def _take_apart(uow: UnitOfWork, origin: Order, component: Component, effects: Effects) -> None:
    content = {"origins": [str(one.id) for one in component.origins], "told_anew": [str(origin.id)]}
    if any(part.status in AT_WAREHOUSE for part in component.parts):
        for part in component.parts:
            part.wait_to_be_adjusted(Verb.TAKE_APART, reason=REASON, effects=effects)
        add_plan(uow, verb=Verb.TAKE_APART, order_ids=[part.id for part in component.parts], content=content, reason=REASON)
        return
    await carry_out_adjustment(
        uow, verb=Verb.TAKE_APART, orders=component.parts, content=content, reason=REASON, by=uow.actor.name, effects=effects
    )


async def _stop_the_rest(uow: UnitOfWork, origin: Order, parts: Sequence[Order], effects: Effects) -> None:
    ended = end_of_order(origin) is not None
    for part in parts:
        if ended and {line.origin_order_id for line in part.lines} == {origin.id}:
            part.cancel_reason = REASON
            part.end_early(OrderStatus.CANCELLED, reason=REASON, now=uow.now, effects=effects)
        elif part.pending in (None, Pending.HOLDING, Pending.CHANGING):
            part.hold_reasons = list(dict.fromkeys([*part.hold_reasons, Hold.CHANGED_AFTER_PICKING]))
            effects.happened(part, Happened.HELD, reasons=[Hold.CHANGED_AFTER_PICKING])
            part.stop_for_holds(effects)
