"""Reads what the score of orders rests on, and keeps who is suspected. One scorer at a time: two orders that come in at the same moment
would else not see each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.uow import UnitOfWork
from orders.domain.integrity.mark import PRAISED_BY, SHARED_BY
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.signals import OrderTraits, Shared, score_of, spoken_signals
from orders.domain.integrity.suspicion import FakeOrderCase, Suspicion
from orders.store.integrity.rushes import rushes_around

MOST_CONNECTED = 300
"""Of one payer, device or address: the newest. A pick-up point has no end of orders."""
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('integrity_scoring', 0))")
# Column names come from SHARED_BY and PRAISED_BY, never from outside.
GROUPS = {
    column: text(f"""
        SELECT k.key, array_agg(o.order_id) AS ids, count(DISTINCT o.buyer) AS buyers
        FROM (SELECT DISTINCT {column} AS key FROM integrity_mark WHERE order_id = ANY (:ids) AND {column} IS NOT NULL) k
        CROSS JOIN LATERAL (
            SELECT order_id, buyer FROM integrity_mark m WHERE m.{column} = k.key AND m.placed_at > :since AND m.placed_at <= :until
            ORDER BY m.placed_at DESC LIMIT :most
        ) o
        GROUP BY k.key HAVING count(DISTINCT o.buyer) >= :least
    """)
    for column in SHARED_BY | PRAISED_BY
}
# Plain rows: as models, hundreds of them would cost more than all else of a score.
MARKS = text("""
    SELECT order_id, shop_id, placed_at, parcel_g, goods_g, praised_after_s, browsed_s FROM integrity_mark
    WHERE order_id = ANY (:ids) ORDER BY placed_at, order_id
""")


FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which orders may hang together: placed after `since`, and not after `until`."""

    since: datetime
    until: datetime

    @classmethod
    def up_to(cls, now: datetime, policy: IntegrityParameters) -> "Span":
        """What scoring at that moment looks back on. A platform's clock may be ahead of ours: what is there by `now` is told by the tables."""
        return cls(since=now - policy.window, until=FOR_GOOD)


@dataclass(kw_only=True)
class Scene:
    """Orders with what is known of them, and the keys by which each hangs together with others."""

    traits: dict[UUID, OrderTraits] = field(default_factory=dict[UUID, OrderTraits])
    keys: dict[UUID, list[tuple[str, int]]] = field(default_factory=dict[UUID, list[tuple[str, int]]])


async def one_scorer(uow: UnitOfWork) -> None:
    await uow.session.execute(LOCK)


async def read_scene(session: AsyncSession, ids: Collection[UUID], policy: IntegrityParameters, span: Span) -> Scene:
    """These orders and those that hang together with them directly: with one more in a ring, the others count for more too."""
    groups = await _groups(session, ids, policy, span)
    members = {order_id for rows in groups.values() for row in rows for order_id in row.ids} | set(ids)
    if members != set(ids):
        groups = await _groups(session, members, policy, span)
    marks = (await session.execute(MARKS, {"ids": list(members)})).all()
    scene = Scene()
    shared: dict[UUID, dict[str, Shared]] = {mark.order_id: {} for mark in marks}
    for column, rows in groups.items():
        for row in rows:
            for order_id in set(row.ids) & shared.keys():
                shared[order_id][column] = Shared(orders=len(row.ids), buyers=row.buyers)
                if column in SHARED_BY:
                    scene.keys.setdefault(order_id, []).append((column, row.key))
    for mark in marks:
        scene.traits[mark.order_id] = OrderTraits(
            payer=shared[mark.order_id].get("payer"),
            device=shared[mark.order_id].get("device"),
            address=shared[mark.order_id].get("address"),
            praise=shared[mark.order_id].get("praise"),
            parcel_g=mark.parcel_g,
            goods_g=mark.goods_g,
            praised_after_s=mark.praised_after_s,
            browsed_s=mark.browsed_s,
        )
        scene.keys.setdefault(mark.order_id, [])
    await _add_rushes(session, scene, policy, span)
    return scene


async def _groups(session: AsyncSession, ids: Collection[UUID], policy: IntegrityParameters, span: Span) -> dict[str, Sequence[Any]]:
    least = {"payer": policy.shared_payer, "device": policy.shared_device, "address": policy.shared_address, "praise": policy.same_praise}
    found: dict[str, Sequence[Any]] = {}
    for column, query in GROUPS.items():
        values = {"ids": list(ids), "since": span.since, "until": span.until, "most": MOST_CONNECTED, "least": least[column].least_buyers}
        found[column] = (await session.execute(query, values)).all()
    return found


async def _add_rushes(session: AsyncSession, scene: Scene, policy: IntegrityParameters, span: Span) -> None:
    """Only where a burst would make the order suspicious: hardly ever, and counting them is the dearest of all."""
    lacking = policy.threshold - policy.burst.weight
    near = [order_id for order_id, traits in scene.traits.items() if score_of(spoken_signals(traits, policy)) >= lacking]
    if near and policy.burst.weight:
        for order_id, rushes in (await rushes_around(session, near, policy.burst, until=span.until)).items():
            scene.traits[order_id] = replace(scene.traits[order_id], rushes=rushes)


async def suspicions_of(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Suspicion]:
    """Locked."""
    query = select(Suspicion).where(Suspicion.order_id.in_(ids)).order_by(Suspicion.order_id).with_for_update()
    return {one.order_id: one for one in await uow.session.scalars(query.execution_options(populate_existing=True))}


async def join_rings(uow: UnitOfWork, *, old: Collection[UUID], ring_id: UUID) -> None:
    """Two rings turned out to be one; the cases made of them go along: more orders of it are no second case."""
    for noun, key in ((Suspicion, Suspicion.order_id), (FakeOrderCase, FakeOrderCase.id)):
        query = select(noun).where(noun.ring_id.in_(old)).order_by(key).with_for_update()
        for one in await uow.session.scalars(query):
            one.ring_id = ring_id
