"""What a person wants the next one to know of a customer (rule CARE-4). Notes are only ever added to."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import NOUN, PREFIX, Wrote
from orders.store.customers.files import file_of, write


async def note_on_customer(uow: UnitOfWork, *, customer_id: UUID, text: str) -> UUID:
    """Raises CustomerNotFound."""
    file = await file_of(uow, customer_id)
    write(uow, file, Wrote.NOTE, text=text)
    # The note itself stands in the file, not in the audit trail: it may say something personal.
    uow.audit("customer.noted", noun=NOUN, noun_id=show_id(PREFIX, file))
    uow.changed(NOUN, show_id(PREFIX, file))
    return file
