from channels.domain.write_back import WriteBack
from channels.store.write_backs import note_once
from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.orders import RefundDecided


async def note_refund(uow: UnitOfWork, *, decided: RefundDecided) -> None:
    """The shop is to be told. Safe to run twice: one notice for each refund."""
    if await note_once(uow, WriteBack.of_refund(new_id(), decided, now=uow.now)):
        uow.changed("write_back", decided.shop_id)
