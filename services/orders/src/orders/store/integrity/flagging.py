"""Scores orders and suspects those that reach the threshold: written, tied into rings, and held while they are open (rule ORD-6)."""

from collections.abc import Collection
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.integrity.holding import hold_with_parts
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.rings import connected
from orders.domain.integrity.signals import SpokenSignal, score_of, spoken_signals
from orders.domain.integrity.suspicion import Suspicion, SuspicionState
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.integrity.parts import add_sent_meanwhile, lock_sent_for
from orders.store.integrity.policies import integrity_policy
from orders.store.integrity.scoring import Scene, Span, join_rings, one_scorer, read_scene, suspicions_of
from orders.store.orders import lock_orders


async def score(uow: UnitOfWork, ids: Collection[UUID]) -> None:
    """These orders, and all that hang together with them by now."""
    if not ids:
        return
    await one_scorer(uow)
    version, policy = await integrity_policy(uow)
    scene = await read_scene(uow.session, ids, policy, Span.up_to(uow.now, policy))
    flagged = _flagged(scene, policy)
    if not flagged:
        return
    sent = await lock_sent_for(uow, list(flagged))
    orders = await lock_orders(uow, ids=list(flagged))
    await add_sent_meanwhile(uow, sent, orders)
    known = await suspicions_of(uow, list(flagged))
    effects = Effects()
    for order_id, signals in flagged.items():
        # What a person has decided stands, whatever else is told later.
        if order_id in orders and (order_id not in known or known[order_id].state == SuspicionState.OPEN):
            known[order_id] = _suspect(uow, orders[order_id], known.get(order_id), signals, version=version)
            hold_with_parts(orders[order_id], sent.of(order_id), effects)
    await uow.session.flush()
    await _tie(uow, {order_id: scene.keys[order_id] for order_id in flagged if order_id in known}, known)
    await carry_out(uow, effects)


def _flagged(scene: Scene, policy: IntegrityParameters) -> dict[UUID, list[SpokenSignal]]:
    spoken = {order_id: spoken_signals(traits, policy) for order_id, traits in scene.traits.items()}
    return {order_id: signals for order_id, signals in spoken.items() if score_of(signals) >= policy.threshold}


def _suspect(uow: UnitOfWork, order: Order, known: Suspicion | None, signals: list[SpokenSignal], *, version: int) -> Suspicion:
    rows = [signal.as_row() for signal in signals]
    if known is None:
        known = Suspicion(
            order_id=order.id,
            ring_id=new_id(),
            shop_id=order.shop_id,
            state=SuspicionState.OPEN,
            score=score_of(signals),
            signals=rows,
            policy_version=version,
            flagged_at=uow.now,
            case_id=None,
            decided_at=None,
            decided_by="",
            reason="",
        )
        uow.session.add(known)
        uow.changed("suspicion", show_id("ord", order.id))
    elif score_of(signals) >= known.score:
        # What spoke once is not forgotten because time has passed.
        known.score, known.signals, known.policy_version = score_of(signals), rows, version
    return known


async def _tie(uow: UnitOfWork, keys: dict[UUID, list[tuple[str, int]]], known: dict[UUID, Suspicion]) -> None:
    """Connected ones get one ring: the oldest of those they have."""
    for group in connected(keys):
        rings = {known[order_id].ring_id for order_id in group}
        if len(rings) > 1:
            await join_rings(uow, old=rings, ring_id=min(rings))
