"""Pre-orders that came in, were told anew, or whose moment has come are looked at (rule ORD-2)."""

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.store.effects import carry_out
from orders.store.presales import judge_orders, orders_to_judge


async def judge_presales(uow: UnitOfWork, *, limit: int) -> int:
    """One set of at most `limit`. Returns how many there were."""
    ids = await orders_to_judge(uow, limit=limit)
    if ids:
        effects = Effects()
        await judge_orders(uow, ids=ids, effects=effects)
        await carry_out(uow, effects)
    return len(ids)
