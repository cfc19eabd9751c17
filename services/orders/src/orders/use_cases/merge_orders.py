"""Orders of one shop, buyer and address are sent as one parcel (rule ORD-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.order import Order, OrderNotFound
from orders.domain.plan import Verb
from orders.store.adjust import adjust_orders
from orders.store.adjusting import refuse_to_merge
from orders.store.effects import carry_out
from orders.store.orders import lock_visible_orders


@dataclass(frozen=True, kw_only=True)
class MergeResult:
    """`made` None without a refusal: the warehouse stops some of them first, and it goes on by itself."""

    ids: Sequence[UUID]
    made: Order | None
    refusal: Refusal | None


async def merge_orders(uow: UnitOfWork, *, groups: Sequence[Sequence[UUID]], reason: str) -> list[MergeResult]:
    """Each group is one parcel, or is refused and the others go on. An order in two groups belongs to the first."""
    orders = await lock_visible_orders(uow, ids={order_id for group in groups for order_id in group}, actor=uow.actor)
    effects = Effects()
    results: list[MergeResult] = []
    for group in groups:
        ids = list(dict.fromkeys(group))
        made: list[Order] | None = None
        refused: Refusal | None = None
        try:
            members = [orders[order_id] for order_id in ids if order_id in orders]
            if len(members) < len(ids):
                raise OrderNotFound
            refuse_to_merge(uow, members)
            made = await adjust_orders(uow, verb=Verb.MERGE, orders=members, content={}, reason=reason, effects=effects)
        except Refusal as refusal:
            refused = refusal
        results.append(MergeResult(ids=ids, made=made[0] if made else None, refusal=refused))
    await carry_out(uow, effects)
    return results
