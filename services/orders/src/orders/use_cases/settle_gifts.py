"""Orders that have passed review get what they deserve on top, within the limits (rule ORD-2)."""

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.store.effects import carry_out
from orders.store.gifts import decide_gifts, orders_due


async def settle_gifts(uow: UnitOfWork, *, limit: int) -> int:
    """One set of at most `limit` orders. Returns how many were due."""
    effects = Effects()
    due = await orders_due(uow, limit=limit)
    done = await decide_gifts(uow, ids=due, effects=effects) if due else 0
    await carry_out(uow, effects)
    return done
