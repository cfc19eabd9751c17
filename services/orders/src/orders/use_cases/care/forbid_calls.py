"""A customer does not want to be called: what was planned for them is void (rule CARE-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.callback import Void
from orders.store.care.callbacks import forbid, lock_calls_of_file, note
from orders.store.care.links import must_see_customer


async def forbid_calls(uow: UnitOfWork, *, customer_id: UUID, reason: str) -> None:
    """Raises CustomerNotFound."""
    await must_see_customer(uow, customer_id)
    await forbid(uow, customer_id, reason=reason)
    for callback in await lock_calls_of_file(uow, customer_id):
        callback.void(Void.DO_NOT_CALL, now=uow.now, by=uow.actor.name, by_id=uow.actor.id)
        note(uow, callback, "void", reason=reason)
    uow.audit("customer.calls_forbidden", noun="customer", noun_id=show_id("cus", customer_id), reason=reason)
    uow.changed("customer", show_id("cus", customer_id))
