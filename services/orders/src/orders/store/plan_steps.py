"""The warehouse has stopped what a plan waited for, or it could not: the plan is carried out, or given up and all goes on as it was."""

from collections.abc import Collection
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.plan import Plan, Verb
from orders.domain.status import AT_WAREHOUSE, Pending
from orders.store.adjusting import carry_out_adjustment
from orders.store.effects import carry_out
from orders.store.following import follow_origin
from orders.store.orders import lock_orders
from orders.store.plans import find_plan_ids, read_plan, take_plan


async def go_on_with_plans(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> None:
    """Those of these orders."""
    for plan_id in await find_plan_ids(uow, order_ids=order_ids):
        await go_on_with_plan(uow, plan_id=plan_id)


async def go_on_with_plan(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """Does nothing while one of its orders is still at the warehouse."""
    seen = await read_plan(uow, plan_id)
    if seen is None:
        return
    if seen.verb == Verb.FOLLOW:
        await follow_origin(uow, plan=seen)
        return
    if seen.verb == Verb.TAKE_OUT:
        # Its case goes on with it, for cases are locked before orders (use_cases/aftersales/go_on_with_case.py).
        return
    orders = await lock_orders(uow, ids=seen.order_ids)
    plan = await take_plan(uow, plan_id)
    if plan is None:
        return
    waiting = [orders[order_id] for order_id in plan.order_ids if order_id in orders]
    effects = Effects()
    if all(order.pending == Pending.ADJUSTING for order in waiting):
        if any(order.status in AT_WAREHOUSE for order in waiting):
            return
        await _carry_out(uow, plan, waiting, effects)
    else:
        _give_up(plan, waiting, why="changed_meanwhile", effects=effects)
    await uow.session.delete(plan)
    await carry_out(uow, effects)


async def _carry_out(uow: UnitOfWork, plan: Plan, orders: list[Order], effects: Effects) -> None:
    try:
        await carry_out_adjustment(
            uow, verb=plan.verb, orders=orders, content=plan.content, reason=plan.reason, by=plan.asked_by, effects=effects
        )
    except Refusal as refusal:
        # Refused before anything was changed: what was true when it was asked no longer is.
        _give_up(plan, orders, why=refusal.code, effects=effects)


def _give_up(plan: Plan, orders: list[Order], *, why: str, effects: Effects) -> None:
    for order in orders:
        order.give_adjustment_up(plan.verb, why=why, effects=effects)
