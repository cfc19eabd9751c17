"""Orders that are short only for a gift that is given while stocks last go without it (rule ORD-2)."""

from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.store import gifts
from orders.store.effects import carry_out


async def leave_lacking_gifts_out(uow: UnitOfWork, *, limit: int) -> None:
    """One set of at most `limit` orders."""
    lacking = await gifts.orders_lacking_gifts(uow, limit=limit)
    if lacking:
        effects = Effects()
        await gifts.leave_lacking_gifts_out(uow, ids=lacking, effects=effects)
        await carry_out(uow, effects)
