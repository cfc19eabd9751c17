"""A person finds a buyer's refund malicious: the buyer loses credit, and after so many each order of theirs waits for a person (CHN-9)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.integrity.credit import Credit, CreditWhat, NoBuyerKnown, RefundNotedAlready
from orders.store.integrity.credit import has_entry
from orders.store.integrity.credit_making import charge_malicious_refund
from orders.store.integrity.policies import integrity_policy
from orders.store.orders import lock_order


async def note_malicious_refund(uow: UnitOfWork, *, order_id: UUID, reason: str) -> Credit:
    """Raises OrderNotFound, NoBuyerKnown, RefundNotedAlready."""
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    if not order.buyer_id:
        raise NoBuyerKnown(number=order.number)
    if await has_entry(uow, subject_id=order.id, what=CreditWhat.MALICIOUS_REFUND):
        raise RefundNotedAlready(number=order.number)
    _, policy = await integrity_policy(uow)
    return await charge_malicious_refund(uow, order, terms=policy.credit, reason=reason)
