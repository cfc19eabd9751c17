"""A receiver is shown in full: one record at a time, with a reason that is logged (rule ORD-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.receiver import Receiver, ReceiverUnreadable
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.orders import lock_order


async def reveal_receiver(uow: UnitOfWork, *, order_id: UUID, reason: str) -> Receiver:
    """Raises OrderNotFound, ReceiverUnreadable. The audit entry and the order's timeline are written in the same transaction as the answer."""
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    try:
        receiver = uow.sealer.open(order.receiver_sealed)
    except SealBroken as error:
        raise ReceiverUnreadable(number=order.number) from error
    effects = Effects()
    effects.happened(order, Happened.RECEIVER_REVEALED, reason=reason)
    uow.audit("order.receiver_revealed", noun="order", noun_id=show_id("ord", order.id), reason=reason)
    await carry_out(uow, effects)
    return receiver
