"""A contact of a customer is shown in full: one at a time, with a reason that is logged (rules ORD-5, CARE-4)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.customers.file import NOUN, PREFIX, OrderOfAnother, Wrote
from orders.domain.receiver import Receiver
from orders.store.customers.files import file_of, file_of_order, write
from orders.use_cases.reveal_receiver import reveal_receiver


async def reveal_contact(uow: UnitOfWork, *, customer_id: UUID, order_id: UUID, reason: str) -> Receiver:
    """The receiver of the order that the contact was taken from. Raises CustomerNotFound, OrderOfAnother, OrderNotFound, ReceiverUnreadable."""
    file = await file_of(uow, customer_id)
    if await file_of_order(uow, order_id) != file:
        raise OrderOfAnother
    receiver = await reveal_receiver(uow, order_id=order_id, reason=reason)
    write(uow, file, Wrote.CONTACT_REVEALED, order_id=show_id("ord", order_id), reason=reason)
    uow.audit(
        "customer.contact_revealed", noun=NOUN, noun_id=show_id(PREFIX, file), after={"order": show_id("ord", order_id)}, reason=reason
    )
    uow.changed(NOUN, show_id(PREFIX, file))
    return receiver
