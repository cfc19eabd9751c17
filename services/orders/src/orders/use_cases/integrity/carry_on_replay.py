"""A replay goes on, a set of orders at a time, scored by the code that scores them where they come in (rule ORD-6)."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.integrity.replay import AT_ONCE, Replay
from orders.domain.integrity.signals import score_of, spoken_signals
from orders.store.integrity.replays import lock_replay, next_orders, next_replay, note_found, summary_of
from orders.store.integrity.scoring import Span, read_scene


async def carry_on_replay(uow: UnitOfWork, *, limit: int) -> bool:
    """Of the one that was asked for first; False: nobody waits for one. What is found is written with how far it is, so that a crash loses
    nothing and does nothing twice.
    """
    replay_id = await next_replay(uow)
    if replay_id is None:
        return False
    replay = await lock_replay(uow, replay_id)
    if replay.ended_at is None:
        await _go_on(uow, replay, limit=limit)
        uow.changed("integrity_replay", show_id("irp", replay.id))
    return True


async def _go_on(uow: UnitOfWork, replay: Replay, *, limit: int) -> None:
    rows = await next_orders(uow, replay, limit=limit)
    policy = replay.policy
    for together in _by_time(rows):
        await _score(uow, replay, together, policy)
    if rows:
        replay.note_done(orders=len(rows), last=(rows[-1].placed_at, rows[-1].id))
    if len(rows) < limit:
        replay.ended_at = uow.now
        replay.summary = await summary_of(uow, replay.id)


async def _score(uow: UnitOfWork, replay: Replay, rows: Sequence[Any], policy: IntegrityParameters) -> None:
    span = Span(since=rows[-1].placed_at - policy.window, until=rows[-1].placed_at)
    suspected: set[UUID] = {row.id for row in rows if row.suspected}
    scene = await read_scene(uow.session, {row.id for row in rows}, policy, span)
    spoken = {order_id: spoken_signals(traits, policy) for order_id, traits in scene.traits.items()}
    flagged = {order_id for order_id, signals in spoken.items() if score_of(signals) >= policy.threshold}
    wanted = flagged | suspected
    await note_found(uow, replay, {order_id: spoken.get(order_id, []) for order_id in wanted}, flagged=flagged)


def _by_time(rows: Sequence[Any]) -> Iterator[list[Any]]:
    together: list[Any] = []
    for row in rows:
        if together and row.placed_at - together[0].placed_at > AT_ONCE:
            yield together
            together = []
        together.append(row)
    if together:
        yield together
