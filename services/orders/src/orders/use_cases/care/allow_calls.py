"""A customer may be called again (rule CARE-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.store.care.callbacks import allow
from orders.store.care.links import must_see_customer


async def allow_calls(uow: UnitOfWork, *, customer_id: UUID, reason: str) -> None:
    """Raises CustomerNotFound."""
    await must_see_customer(uow, customer_id)
    await allow(uow, customer_id)
    uow.audit("customer.calls_allowed", noun="customer", noun_id=show_id("cus", customer_id), reason=reason)
    uow.changed("customer", show_id("cus", customer_id))
