"""A customer's personal data is to be erased (rule ORD-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import NOUN, PREFIX, CustomerErasure, ErasureAskedAlready, Ground
from orders.store.customers.erasing import asked_for_erasure, new_erasure
from orders.store.customers.files import file_of, lock_files, must_see_all


async def ask_customer_erasure(uow: UnitOfWork, *, customer_id: UUID, ground: Ground, reason: str) -> CustomerErasure:
    """Raises CustomerNotFound, CustomerInOtherShops, ErasureAskedAlready."""
    await lock_files(uow)
    file = await file_of(uow, customer_id)
    await must_see_all(uow, uow.actor, file)
    if await asked_for_erasure(uow, file):
        raise ErasureAskedAlready
    erasure = await new_erasure(uow, file=file, ground=ground, reason=reason)
    uow.session.add(erasure)
    after: dict[str, object] = {"customer": show_id("cus", file), "ground": str(ground)}
    uow.audit("customer_erasure.asked", noun=NOUN, noun_id=show_id(PREFIX, erasure.id), after=after, reason=reason)
    uow.changed(NOUN, show_id(PREFIX, erasure.id))
    return erasure
