from uuid import UUID

from channels.domain.inbound_message import InboundMessage
from channels.store.inbound_messages import lock_inbound_message
from chassis.ids import show_id
from chassis.uow import UnitOfWork


async def reprocess_inbound(uow: UnitOfWork, *, message_id: UUID) -> InboundMessage:
    """Understands it again, as after an adapter has learned. Orders that are there already stay one. Raises InboundNotFound, PayloadGone."""
    message = await lock_inbound_message(uow, message_id)
    before = message.state
    message.wait_again(now=uow.now)
    shown = show_id("inb", message_id)
    uow.audit(
        "inbound_message.reprocessed", noun="inbound_message", noun_id=shown, before={"state": before}, after={"state": message.state}
    )
    uow.changed("inbound_message", message.shop_id)
    return message
