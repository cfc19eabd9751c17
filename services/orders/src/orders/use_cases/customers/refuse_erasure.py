"""A request to erase a customer is refused, with the reason that the buyer is told (rule ORD-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import NOUN, PREFIX, CustomerErasure, ErasureByAnother, ErasureNotFound, ErasureSettled, ErasureState
from orders.store.customers.erasing import lock_erasure


async def refuse_erasure(uow: UnitOfWork, *, erasure_id: UUID, reason: str) -> CustomerErasure:
    """Raises ErasureNotFound, ErasureSettled, ErasureByAnother."""
    erasure = await lock_erasure(uow, erasure_id)
    if erasure is None or (uow.actor.shops is not None and not set(erasure.shops) <= uow.actor.shops):
        raise ErasureNotFound
    if erasure.state != ErasureState.ASKED:
        raise ErasureSettled
    if erasure.asked_by_id == uow.actor.id:
        raise ErasureByAnother
    erasure.settle(ErasureState.REFUSED, by=uow.actor.name, comment=reason, now=uow.now)
    uow.audit("customer_erasure.refused", noun=NOUN, noun_id=show_id(PREFIX, erasure.id), reason=reason)
    uow.changed(NOUN, show_id(PREFIX, erasure.id))
    return erasure
