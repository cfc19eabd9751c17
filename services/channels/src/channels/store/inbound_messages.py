"""Keeps what came in. A delivery is kept once, whoever sends it how often."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from channels.domain.inbound_message import KEEP_PAYLOAD, InboundMessage, InboundNotFound, InboundState
from chassis.uow import UnitOfWork

# A payload may tell of other buyers' orders too: it goes whole. It was understood, and is kept only to be read again.
FORGET_ORDERS = text("""
    UPDATE inbound_message m SET payload_sealed = NULL
    FROM unnest(CAST(:shops AS text[]), CAST(:numbers AS text[])) AS asked(shop_id, number)
    WHERE m.shop_id = asked.shop_id AND m.payload_sealed IS NOT NULL
        AND m.results @> jsonb_build_array(jsonb_build_object('platform_order_no', asked.number))
    RETURNING m.id, m.shop_id
""")
_COLUMNS = [column.name for column in InboundMessage.__table__.columns]


async def keep_once(uow: UnitOfWork, message: InboundMessage) -> bool:
    """False when this delivery, or the same news under another number, is kept already."""
    if await find_same_news(uow, shop_id=message.shop_id, digest=message.digest, topic=message.topic) is not None:
        return False
    values = {name: getattr(message, name) for name in _COLUMNS}
    kept = await uow.session.scalar(insert(InboundMessage).values(values).on_conflict_do_nothing().returning(InboundMessage.id))
    return kept is not None


async def save_inbound_message(uow: UnitOfWork, message: InboundMessage) -> None:
    uow.session.add(message)
    await uow.session.flush()


async def find_same_news(uow: UnitOfWork, *, shop_id: str, digest: str, topic: str) -> InboundMessage | None:
    """The same body under another delivery id (headers are not signed) is the same news again."""
    same = (InboundMessage.shop_id == shop_id, InboundMessage.digest == digest, InboundMessage.topic == topic)
    return await uow.session.scalar(select(InboundMessage).where(*same).order_by(InboundMessage.received_at.desc()).limit(1))


async def take_waiting(uow: UnitOfWork, *, limit: int) -> Sequence[InboundMessage]:
    """Locked, the longest waiting first; what another process holds is left to it."""
    found = await uow.session.scalars(
        select(InboundMessage)
        .where(InboundMessage.state == InboundState.WAITING, InboundMessage.next_try_at <= uow.now)
        .order_by(InboundMessage.next_try_at, InboundMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return found.all()


async def lock_inbound_message(uow: UnitOfWork, message_id: UUID) -> InboundMessage:
    """Raises InboundNotFound, also for a message of a shop that the actor may not see."""
    found = await uow.session.scalar(select(InboundMessage).where(InboundMessage.id == message_id).with_for_update())
    if found is None or not uow.actor.sees_shop(found.shop_id):
        raise InboundNotFound
    return found


async def remove_old_payloads(uow: UnitOfWork, *, now: datetime) -> None:
    await uow.session.execute(
        update(InboundMessage)
        .where(InboundMessage.received_at < now - KEEP_PAYLOAD, InboundMessage.payload_sealed.is_not(None))
        .values(payload_sealed=None)
    )


async def remove_payloads_of(uow: UnitOfWork, *, orders: Sequence[tuple[str, str]]) -> Sequence[tuple[UUID, str]]:
    """Of orders by shop and its number; (message, shop) of what there was."""
    values = {"shops": [shop for shop, _ in orders], "numbers": [number for _, number in orders]}
    return [(row.id, row.shop_id) for row in await uow.session.execute(FORGET_ORDERS, values)]
