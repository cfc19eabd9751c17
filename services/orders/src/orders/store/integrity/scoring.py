"""Reads what the score of orders rests on, and keeps who is suspected. One scorer at a time: two orders that come in at the same moment
would else not see each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.integrity.mark import SHARED_BY
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.signals import OrderTraits, Rush, Shared
from orders.domain.integrity.suspicion import Suspicion

MOST_CONNECTED = 300
"""Of one payer, device or address: the newest. A pick-up point has no end of orders."""
USUAL_DAYS = 7
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('integrity_scoring', 0))")
# Column names come from SHARED_BY, never from outside.
GROUPS = {
    column: text(f"""
        SELECT k.key, array_agg(o.order_id) AS ids, count(DISTINCT o.buyer) AS buyers
        FROM (SELECT DISTINCT {column} AS key FROM integrity_mark WHERE order_id = ANY (:ids) AND {column} IS NOT NULL) k
        CROSS JOIN LATERAL (
            SELECT order_id, buyer FROM integrity_mark m WHERE m.{column} = k.key AND m.placed_at > :since
            ORDER BY m.placed_at DESC LIMIT :most
        ) o
        GROUP BY k.key HAVING count(DISTINCT o.buyer) >= :least
    """)
    for column in SHARED_BY
}
RUSHES = text("""
    SELECT w.shop_id, w.minute, b.new_buyers,
        CASE WHEN b.new_buyers >= :orders THEN (
            SELECT coalesce(sum(u.orders), 0) FROM integrity_minute u
            WHERE u.shop_id = w.shop_id AND u.minute < w.minute - CAST(:around AS interval)
                AND u.minute >= w.minute - CAST(:usual_span AS interval)) ELSE 0 END AS usual
    FROM (SELECT DISTINCT shop_id, date_trunc('minute', placed_at) AS minute FROM integrity_mark WHERE order_id = ANY (:ids)) w
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(n.new_buyers), 0) AS new_buyers FROM integrity_minute n
        WHERE n.shop_id = w.shop_id AND n.minute > w.minute - CAST(:around AS interval) AND n.minute < w.minute + CAST(:around AS interval)
    ) b
    WHERE b.new_buyers >= :orders
""")

# Plain rows: as models, hundreds of them would cost more than all else of a score.
MARKS = text("""
    SELECT order_id, shop_id, placed_at, parcel_g, goods_g, praised_after_s, browsed_s FROM integrity_mark
    WHERE order_id = ANY (:ids) ORDER BY placed_at, order_id
""")


@dataclass(kw_only=True)
class Scene:
    """Orders with what is known of them, and the keys by which each hangs together with others."""

    traits: dict[UUID, OrderTraits] = field(default_factory=dict[UUID, OrderTraits])
    keys: dict[UUID, list[tuple[str, int]]] = field(default_factory=dict[UUID, list[tuple[str, int]]])


async def one_scorer(uow: UnitOfWork) -> None:
    await uow.session.execute(LOCK)


async def read_scene(uow: UnitOfWork, ids: Collection[UUID], policy: IntegrityParameters) -> Scene:
    """These orders and those that hang together with them directly: with one more in a ring, the others count for more too."""
    groups = await _groups(uow, ids, policy)
    members = {order_id for rows in groups.values() for row in rows for order_id in row.ids} | set(ids)
    if members != set(ids):
        groups = await _groups(uow, members, policy)
    marks = (await uow.session.execute(MARKS, {"ids": list(members)})).all()
    rushes = await _rushes(uow, members, policy)
    scene = Scene()
    shared: dict[UUID, dict[str, Shared]] = {mark.order_id: {} for mark in marks}
    for column, rows in groups.items():
        for row in rows:
            for order_id in set(row.ids) & shared.keys():
                shared[order_id][column] = Shared(orders=len(row.ids), buyers=row.buyers)
                scene.keys.setdefault(order_id, []).append((column, row.key))
    for mark in marks:
        minute = mark.placed_at.replace(second=0, microsecond=0)
        scene.traits[mark.order_id] = OrderTraits(
            **shared[mark.order_id],
            parcel_g=mark.parcel_g,
            goods_g=mark.goods_g,
            rush=rushes.get((mark.shop_id, minute)),
            praised_after_s=mark.praised_after_s,
            browsed_s=mark.browsed_s,
        )
        scene.keys.setdefault(mark.order_id, [])
    return scene


async def _groups(uow: UnitOfWork, ids: Collection[UUID], policy: IntegrityParameters) -> dict[str, Sequence[Any]]:
    since = uow.now - timedelta(days=policy.window_days)
    least = {"payer": policy.shared_payer, "device": policy.shared_device, "address": policy.shared_address}
    found: dict[str, Sequence[Any]] = {}
    for column, query in GROUPS.items():
        values = {"ids": list(ids), "since": since, "most": MOST_CONNECTED, "least": least[column].least_buyers}
        found[column] = (await uow.session.execute(query, values)).all()
    return found


async def _rushes(uow: UnitOfWork, ids: Collection[UUID], policy: IntegrityParameters) -> dict[tuple[str, datetime], Rush]:
    burst = policy.burst
    values = {
        "ids": list(ids),
        "orders": burst.orders,
        "around": timedelta(minutes=burst.minutes),
        "usual_span": timedelta(days=USUAL_DAYS, minutes=burst.minutes),
    }
    windows = USUAL_DAYS * 24 * 60 / burst.minutes
    rows = await uow.session.execute(RUSHES, values)
    return {(row.shop_id, row.minute): Rush(new_buyers=row.new_buyers, usual=float(row.usual) / windows) for row in rows}


async def suspicions_of(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Suspicion]:
    """Locked."""
    query = select(Suspicion).where(Suspicion.order_id.in_(ids)).order_by(Suspicion.order_id).with_for_update()
    return {one.order_id: one for one in await uow.session.scalars(query.execution_options(populate_existing=True))}


async def join_rings(uow: UnitOfWork, *, old: Collection[UUID], ring_id: UUID) -> None:
    """Two rings turned out to be one."""
    query = select(Suspicion).where(Suspicion.ring_id.in_(old)).order_by(Suspicion.order_id).with_for_update()
    for one in await uow.session.scalars(query):
        one.ring_id = ring_id
