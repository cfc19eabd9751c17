"""Replays on their way, and what they found so far."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.integrity.replay import KEPT, MOST_ORDERS, Replay, ReplayNotFound
from orders.domain.integrity.signals import SpokenSignal, score_of

COUNT = text("""
    SELECT count(*) FROM (
        SELECT FROM sales_order WHERE kind = 'order' AND placed_at >= :first AND placed_at < :until LIMIT :most
    ) found
""")
NEXT = text("""
    SELECT o.id, o.placed_at, EXISTS (SELECT FROM integrity_suspicion s WHERE s.order_id = o.id) AS suspected FROM sales_order o
    WHERE o.kind = 'order' AND o.placed_at < :until AND (o.placed_at, o.id) > (:after_at, :after_id)
    ORDER BY o.placed_at, o.id LIMIT :limit
""")
NOTE = text("""
    INSERT INTO integrity_replay_order (replay_id, order_id, change, shop_id, placed_at, score, signals)
    SELECT :id, o.id, CASE WHEN s.order_id IS NULL THEN 'added' WHEN r.flagged THEN 'kept' ELSE 'removed' END,
        o.shop_id, o.placed_at, r.score, r.signals
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(order_id uuid, score integer, signals jsonb, flagged boolean)
    JOIN sales_order o ON o.id = r.order_id LEFT JOIN integrity_suspicion s ON s.order_id = o.id
    WHERE (r.flagged OR s.order_id IS NOT NULL) AND o.placed_at >= :first AND o.placed_at < :until
        AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
    ON CONFLICT (replay_id, order_id) DO UPDATE SET change = excluded.change, score = excluded.score, signals = excluded.signals
    WHERE excluded.score >= integrity_replay_order.score
""")
SUMS = text("""
    SELECT r.change, o.currency, count(*) AS orders, sum(o.paid_amount)::text AS amount
    FROM integrity_replay_order r JOIN sales_order o ON o.id = r.order_id WHERE r.replay_id = :id GROUP BY 1, 2 ORDER BY 1, 2
""")
SIGNALS = text("""
    SELECT s.spoken ->> 'signal' AS signal, s.spoken ->> 'zh' AS zh, s.spoken ->> 'en' AS en, count(*) AS orders,
        count(*) FILTER (WHERE r.change = 'added') AS added
    FROM integrity_replay_order r CROSS JOIN LATERAL jsonb_array_elements(r.signals) AS s(spoken)
    WHERE r.replay_id = :id AND r.change <> 'removed' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1
""")
FORGET = text("""
    WITH old AS (
        DELETE FROM integrity_replay WHERE ended_at IS NOT NULL AND id NOT IN (SELECT id FROM integrity_replay ORDER BY id DESC LIMIT :kept)
        RETURNING id
    )
    DELETE FROM integrity_replay_order WHERE replay_id IN (SELECT id FROM old)
""")


async def count_orders(uow: UnitOfWork, *, first: datetime, until: datetime) -> int:
    """One more than may be replayed, at most."""
    return (await uow.session.execute(COUNT, {"first": first, "until": until, "most": MOST_ORDERS + 1})).scalar_one()


async def forget_old_replays(uow: UnitOfWork) -> None:
    await uow.session.execute(FORGET, {"kept": KEPT})


async def next_replay(uow: UnitOfWork) -> UUID | None:
    """The one that was asked for first."""
    return await uow.session.scalar(select(Replay.id).where(Replay.ended_at.is_(None)).order_by(Replay.id).limit(1))


async def lock_replay(uow: UnitOfWork, replay_id: UUID) -> Replay:
    """Raises ReplayNotFound."""
    replay = await uow.session.get(Replay, replay_id, with_for_update=True, populate_existing=True)
    if replay is None:
        raise ReplayNotFound
    return replay


async def next_orders(uow: UnitOfWork, replay: Replay, *, limit: int) -> Sequence[Any]:
    """As they came in: id, placed_at, and whether it is suspected."""
    values = {"until": replay.until_at, "after_at": replay.after_at, "after_id": replay.after_id, "limit": limit}
    return (await uow.session.execute(NEXT, values)).all()


async def note_found(uow: UnitOfWork, replay: Replay, spoken: Mapping[UUID, Sequence[SpokenSignal]], *, flagged: Collection[UUID]) -> None:
    """Of these what belongs to the replay. The highest score of an order stands, as it does where orders come in."""
    rows = [
        {"order_id": str(order_id), "score": score_of(list(signals)), "signals": [one.as_row() for one in signals], "flagged": order_id in flagged}
        for order_id, signals in spoken.items()
    ]  # fmt: skip
    if rows:
        values = {"id": replay.id, "first": replay.first_at, "until": replay.until_at, "shops": replay.shops}
        await uow.session.execute(NOTE, {**values, "rows": orjson.dumps(rows).decode()})


async def summary_of(uow: UnitOfWork, replay_id: UUID) -> dict[str, Any]:
    sums = (await uow.session.execute(SUMS, {"id": replay_id})).mappings().all()
    signals = (await uow.session.execute(SIGNALS, {"id": replay_id})).mappings().all()
    return {"sums": [dict(row) for row in sums], "signals": [dict(row) for row in signals]}
