import structlog

from channels.domain.inbound_message import InboundMessage
from channels.domain.intake import place_commands, refused_result, sealed_orders, told_results
from channels.domain.payloads import opened_payload
from channels.domain.platforms.registry import ADAPTERS
from channels.store.inbound_messages import take_waiting
from channels.store.shops import find_shop
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from contracts.orders import OrderDraft

log = structlog.get_logger()
MOST_AT_ONCE = 100


async def process_inbound(uow: UnitOfWork) -> int:
    """Understands what waits and sends the orders on, in the transaction that marks it processed. Returns how many it took."""
    messages = await take_waiting(uow, limit=MOST_AT_ONCE)
    drafts: list[OrderDraft] = []
    for message in messages:
        try:
            drafts += await _understood(uow, message)
        except (SealBroken, KeyError, ValueError, ArithmeticError, TypeError) as error:
            # An adapter never raises; should one do so after all, this message waits and the others go on.
            log.warning("inbound message not understood", id=str(message.id), error=repr(error))
            message.note_failed(repr(error), now=uow.now)
        uow.changed("inbound_message", message.shop_id)
    uow.publish(*place_commands(drafts, source="webhook"))
    return len(messages)


async def _understood(uow: UnitOfWork, message: InboundMessage) -> list[OrderDraft]:
    shop = await find_shop(uow, message.shop_id)
    if shop is None or message.payload_sealed is None:
        message.note_processed([refused_result("payload_gone")], orders=0, now=uow.now)
        return []
    reading = ADAPTERS[shop.platform](
        opened_payload(uow.sealer.open, message.payload_sealed), shop.terms(message.received_at), message.topic
    )
    orders = sealed_orders(reading.orders, uow.sealer.seal)
    message.note_processed(told_results(reading), orders=len(orders), now=uow.now)
    return orders
