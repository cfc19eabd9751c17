import asyncio
import hashlib

from channels.domain.inbound_message import InboundMessage, InboundState, NoAdapter, NothingReadable
from channels.domain.intake import place_commands, refund_commands, told_results, understood
from channels.domain.payloads import sealed_payload
from channels.domain.platforms.registry import ADAPTERS
from channels.store.inbound_messages import find_same_news, save_inbound_message
from channels.store.shops import load_shop
from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork


async def place_platform_orders(uow: UnitOfWork, *, shop_id: str, body: bytes, delivery_id: str, topic: str) -> InboundMessage:
    """Understands a platform's own JSON at once and sends its orders on; what is in it that is no order is told with reasons.

    What was kept before and could not be handled then is understood again, in its place.

    Raises ShopNotFound, ShopPaused, NoAdapter, NothingReadable.
    """
    shop = await load_shop(uow, shop_id)
    shop.must_take_orders()
    if shop.platform not in ADAPTERS:
        raise NoAdapter(platform=shop.platform)
    digest = hashlib.sha256(body).hexdigest()
    known = await find_same_news(uow, shop_id=shop.id, digest=digest, topic=topic)
    if known is not None and known.state in (InboundState.PROCESSED, InboundState.WAITING):
        # Sent on already, or about to be.
        return known
    reading, drafts = await asyncio.to_thread(understood, body, shop.platform, shop.terms(uow.now), topic, uow.sealer.seal)
    if reading.unreadable and not reading.orders and not reading.refunds:
        errors = [FieldError(pointer=u.where, code=u.code, zh=u.detail, en=u.detail) for u in reading.unreadable[:100]]
        raise NothingReadable(reasons=", ".join(sorted({u.code for u in reading.unreadable})), errors=errors)
    message = known or InboundMessage(
        id=new_id(), shop_id=shop.id, way="api", topic=topic, delivery_id=delivery_id, digest=digest, state=InboundState.WAITING,
        results=[], attempts=0, next_try_at=uow.now, error="", received_at=uow.now, processed_at=None,
    )  # fmt: skip
    message.payload_sealed = sealed_payload(uow.sealer.seal, body)
    message.note_processed(told_results(reading), sent=len(drafts) + len(reading.refunds), now=uow.now)
    await save_inbound_message(uow, message)
    uow.publish(*place_commands(drafts, source="api"), *refund_commands(reading.refunds))
    uow.changed("inbound_message", shop.id)
    return message
