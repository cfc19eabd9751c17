"""Orders are completed some days after they were delivered, as the policy says (rule ORD-2)."""

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import completion_deadline
from orders.domain.policy import policy_at
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.knowledge import load_knowledge
from orders.store.orders import lock_delivered


async def complete_orders(uow: UnitOfWork, *, limit: int) -> int:
    """One set of at most `limit`. Returns how many there were."""
    policy = policy_at((await load_knowledge(uow)).policies, uow.now)
    before = completion_deadline(now=uow.now, days=policy.parameters.complete_after_days)
    orders = await lock_delivered(uow, before=before, limit=limit)
    effects = Effects()
    for order in orders:
        order.complete(now=uow.now, effects=effects)
        effects.happened(order, Happened.COMPLETED, policy_version=policy.version)
        uow.audit("order.completed", noun="order", noun_id=show_id("ord", order.id), after={"policy_version": policy.version})
    await carry_out(uow, effects)
    return len(orders)
