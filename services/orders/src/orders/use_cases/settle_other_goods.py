"""A person has seen to a parcel that left with other goods than its order asks for (rule ORD-4)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain import other_goods
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.redaction import without_numbers
from orders.store.effects import carry_out
from orders.store.orders import lock_order


async def settle_other_goods(uow: UnitOfWork, *, order_id: UUID, note: str) -> Order:
    """`note` says what was done: its shop told by hand, the goods called back, other goods sent. Raises OrderNotFound, NoOtherGoodsLeft."""
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    before: dict[str, object] = {"attention_reasons": list(order.attention_reasons)}
    effects = Effects()
    other_goods.settle_other_goods(order, note=without_numbers(note), effects=effects)
    after: dict[str, object] = {"attention_reasons": list(order.attention_reasons)}
    uow.audit("order.other_goods_settled", noun="order", noun_id=show_id("ord", order.id), before=before, after=after, reason=note)
    await carry_out(uow, effects)
    return order
