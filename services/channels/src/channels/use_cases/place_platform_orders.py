import hashlib

from channels.domain.inbound_message import InboundMessage, InboundState, NoAdapter, NothingReadable
from channels.domain.intake import place_commands, sealed_orders, told_results
from channels.domain.payloads import sealed_payload
from channels.domain.platforms.registry import ADAPTERS
from channels.store.inbound_messages import find_same_news, keep_again
from channels.store.shops import load_shop
from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork


async def place_platform_orders(uow: UnitOfWork, *, shop_id: str, body: bytes, delivery_id: str, topic: str) -> InboundMessage:
    """Understands a platform's own JSON at once and sends its orders on; what is in it that is no order is told with reasons.

    Raises ShopNotFound, ShopPaused, NoAdapter, NothingReadable.
    """
    shop = await load_shop(uow, shop_id)
    shop.must_take_orders()
    if shop.platform not in ADAPTERS:
        raise NoAdapter(platform=shop.platform)
    reading = ADAPTERS[shop.platform](body, shop.terms(uow.now), topic)
    if reading.unreadable and not reading.orders:
        errors = [FieldError(pointer=u.where, code=u.code, zh=u.detail, en=u.detail) for u in reading.unreadable[:100]]
        raise NothingReadable(reasons=", ".join(sorted({u.code for u in reading.unreadable})), errors=errors)
    message = InboundMessage(
        id=new_id(), shop_id=shop.id, way="api", topic=topic, delivery_id=delivery_id, digest=hashlib.sha256(body).hexdigest(),
        payload_sealed=sealed_payload(uow.sealer.seal, body), state=InboundState.WAITING, results=[], attempts=0, next_try_at=uow.now,
        error="", received_at=uow.now, processed_at=None,
    )  # fmt: skip
    known = await find_same_news(uow, message)
    if known is not None and known.state in (InboundState.PROCESSED, InboundState.WAITING):
        # Sent on already, or about to be.
        return known
    drafts = sealed_orders(reading.orders, uow.sealer.seal)
    message.note_processed(told_results(reading), orders=len(drafts), now=uow.now)
    await keep_again(uow, message)
    uow.publish(*place_commands(drafts, source="api"))
    uow.changed("inbound_message", shop.id)
    return message
