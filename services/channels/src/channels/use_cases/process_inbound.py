import asyncio

import structlog

from channels.domain.inbound_message import InboundMessage
from channels.domain.intake import place_commands, refund_commands, refused_result, told_results, understood
from channels.domain.payloads import opened_payload
from channels.domain.shop import Shop
from channels.store.inbound_messages import take_waiting
from channels.store.shops import find_shop
from chassis.uow import UnitOfWork
from contracts.orders import OrderDraft

log = structlog.get_logger()
MOST_AT_ONCE = 100


async def process_inbound(uow: UnitOfWork) -> int:
    """Understands what waits and sends orders and refunds on, in the transaction that marks it processed. Returns how many it took."""
    messages = await take_waiting(uow, limit=MOST_AT_ONCE)
    drafts: list[OrderDraft] = []
    for message in messages:
        drafts += await _understood(uow, message, await find_shop(uow, message.shop_id))
        uow.changed("inbound_message", message.shop_id)
    uow.publish(*place_commands(drafts, source="webhook"))
    return len(messages)


async def _understood(uow: UnitOfWork, message: InboundMessage, shop: Shop | None) -> list[OrderDraft]:
    if shop is None or message.payload_sealed is None:
        message.note_processed([refused_result("payload_gone")], sent=0, now=uow.now)
        return []
    terms = shop.terms(message.received_at)
    try:
        body = opened_payload(uow.sealer.open, message.payload_sealed)
        reading, orders = await asyncio.to_thread(understood, body, shop.platform, terms, message.topic, uow.sealer.seal)
    except Exception as error:  # noqa: BLE001 - an adapter never raises; should one do so after all, its message waits and the others go on
        # Its kind only: the text may quote the payload, which holds personal data.
        kind = type(error).__name__
        log.warning("inbound message not understood", id=str(message.id), error=kind)
        message.note_failed(kind, now=uow.now)
        return []
    uow.publish(*refund_commands(reading.refunds))
    message.note_processed(told_results(reading), sent=len(orders) + len(reading.refunds), now=uow.now)
    return orders
