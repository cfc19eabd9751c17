"""A person takes a tag off a customer (rule CARE-4)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.customers.files import file_of, forget_tag


async def untag_customer(uow: UnitOfWork, *, customer_id: UUID, tag: str) -> UUID:
    """The file; a tag that is not there needs no taking off. Raises CustomerNotFound."""
    file = await file_of(uow, customer_id)
    await forget_tag(uow, file=file, tag=tag)
    return file
