"""Looks again at orders that need attention: what was unknown when they came may be known by now (rule ORD-1)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.doubts import doubts_of, skus_now
from orders.domain.effects import Effects
from orders.domain.explained_goods import holds_of_goods
from orders.store.effects import carry_out
from orders.store.knowledge import load_knowledge
from orders.store.orders import lock_orders_in_doubt


async def recheck_attention(uow: UnitOfWork, *, after: UUID | None, limit: int) -> UUID | None:
    """One set of at most `limit` orders. The id to go on after, or None when there are no more."""
    known = await load_knowledge(uow)
    orders, go_on_after = await lock_orders_in_doubt(uow, limit=limit, after=after)
    effects = Effects()
    for order in orders:
        skus = skus_now(order, known)
        doubts = doubts_of(order, skus=skus, known=known)
        if doubts == order.attention_reasons and skus == [line.sku for line in order.lines]:
            continue
        before: dict[str, object] = {"attention_reasons": list(order.attention_reasons)}
        order.explain(attention=doubts, skus=skus, holds=holds_of_goods(order, skus=skus, known=known), effects=effects)
        uow.audit("order.explained", noun="order", noun_id=show_id("ord", order.id), before=before, after={"attention_reasons": doubts})
    await carry_out(uow, effects)
    return go_on_after
