"""A person says that two files are one customer (rule CARE-4)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.file import How, SameFile
from orders.store.customers.files import file_of, lock_files, merge, must_see_all, recount


async def merge_customers(uow: UnitOfWork, *, one: UUID, other: UUID, reason: str) -> UUID:
    """The id of the file that is kept, the older one. Raises CustomerNotFound, CustomerInOtherShops, SameFile."""
    await lock_files(uow)
    files = sorted({await file_of(uow, one), await file_of(uow, other)})
    if len(files) == 1:
        raise SameFile
    await must_see_all(uow, uow.actor, *files)
    kept, gone = files
    await merge(uow, kept=kept, gone=gone, how=How.PERSON, reason=reason)
    await recount(uow, files)
    return kept
