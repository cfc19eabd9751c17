"""Whom shipments went to, and who sent goods back, is erased; what was sent, when and by whom stays (rule ORD-5)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from warehouse.store.receivers import forget_receivers_of, forget_senders_of


async def forget_receivers(uow: UnitOfWork, *, references: Sequence[str], numbers: Sequence[str]) -> None:
    """Only of shipments that have left or were withdrawn: what is on its way out needs its label. The same again changes nothing."""
    shipments = await forget_receivers_of(uow, references=references, numbers=numbers)
    for number in shipments:
        uow.audit("shipment.receiver_erased", noun="shipment", noun_id=number)
        uow.changed("shipment", number)
    for number in await forget_senders_of(uow, numbers=numbers):
        uow.audit("return.sender_erased", noun="return", noun_id=number)
        uow.changed("return", number)
