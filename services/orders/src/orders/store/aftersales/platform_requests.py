"""Requests of buyers at platforms: each once, its newest version."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import select, text

from chassis.actor import Actor
from chassis.uow import UnitOfWork
from contracts.orders import PlatformRefund
from orders.domain.aftersales.platform_request import PlatformRequest, PlatformRequestIsCase, PlatformRequestNotFound

# An older version, or the same one again, changes nothing and gives no row back. Of an erased buyer no newer one brings words back.
TAKE = text("""
    INSERT INTO platform_request AS r (shop_id, platform_refund_no, platform_order_no, modified_at, told, given_up, first_at, tried_at)
    VALUES (:shop_id, :refund_no, :order_no, :modified_at, CAST(:told AS jsonb), false, :now, :now)
    ON CONFLICT (shop_id, platform_refund_no) DO UPDATE SET modified_at = excluded.modified_at, given_up = false,
        told = excluded.told || CASE WHEN EXISTS (
            SELECT FROM sales_order o JOIN erased_order e ON e.order_id = o.id
            WHERE o.shop_id = r.shop_id AND o.platform_order_no = r.platform_order_no
        ) THEN jsonb_build_object('note', r.told -> 'note') ELSE '{}' END
    WHERE r.modified_at < excluded.modified_at
    RETURNING 1
""")
LOCK_NUMBER = text("SELECT pg_advisory_xact_lock(hashtextextended('platform_refund_no ' || :shop || ' ' || :number, 0))")


async def lock_number(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str) -> None:
    """Nobody else opens a case for this request until this transaction ends."""
    await uow.session.execute(LOCK_NUMBER, {"shop": shop_id, "number": platform_refund_no})


async def take_request(uow: UnitOfWork, told: PlatformRefund) -> bool:
    """Whether it is news."""
    values = {
        "shop_id": told.shop_id,
        "refund_no": told.platform_refund_no,
        "order_no": told.platform_order_no,
        "modified_at": told.modified_at,
        "told": orjson.dumps(told.model_dump(mode="json", exclude={"evidence"})).decode(),
        "now": uow.now,
    }
    return (await uow.session.execute(TAKE, values)).first() is not None


async def lock_request(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str) -> PlatformRequest:
    query = select(PlatformRequest).where(PlatformRequest.shop_id == shop_id, PlatformRequest.platform_refund_no == platform_refund_no)
    found = await uow.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    assert found is not None
    return found


async def lock_open_request(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str, actor: Actor) -> PlatformRequest:
    """One that became no case. Raises PlatformRequestNotFound, PlatformRequestIsCase."""
    if actor.shops is not None and shop_id not in actor.shops:
        raise PlatformRequestNotFound
    query = select(PlatformRequest).where(PlatformRequest.shop_id == shop_id, PlatformRequest.platform_refund_no == platform_refund_no)
    found = await uow.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise PlatformRequestNotFound
    if found.case_id is not None:
        raise PlatformRequestIsCase
    return found


async def waiting_requests(uow: UnitOfWork, *, before: datetime, limit: int) -> Sequence[tuple[str, str]]:
    """Those that became no case yet and were tried before that moment."""
    query = select(PlatformRequest.shop_id, PlatformRequest.platform_refund_no).where(
        PlatformRequest.case_id.is_(None), ~PlatformRequest.given_up, PlatformRequest.tried_at < before
    )
    rows = await uow.session.execute(query.order_by(PlatformRequest.tried_at).limit(limit))
    return [(row.shop_id, row.platform_refund_no) for row in rows]
