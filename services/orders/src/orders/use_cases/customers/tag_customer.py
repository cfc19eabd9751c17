"""A person puts a tag on a customer (rule CARE-4)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.customers.files import add_tag, file_of


async def tag_customer(uow: UnitOfWork, *, customer_id: UUID, tag: str) -> UUID:
    """The file; a tag that is there already stays as it is. Raises CustomerNotFound."""
    file = await file_of(uow, customer_id)
    await add_tag(uow, file=file, tag=tag)
    return file
