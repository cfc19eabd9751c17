"""A replay is stopped where it is."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.integrity.replay import Replay, ReplayEnded
from orders.store.integrity.replays import lock_replay, summary_of


async def stop_replay(uow: UnitOfWork, *, replay_id: UUID) -> Replay:
    """What was found stays. Raises ReplayNotFound, ReplayEnded."""
    replay = await lock_replay(uow, replay_id)
    if replay.ended_at is not None:
        raise ReplayEnded
    replay.stopped, replay.ended_at = True, uow.now
    replay.summary = await summary_of(uow, replay.id)
    uow.audit("integrity_replay.stopped", noun="integrity_replay", noun_id=show_id("irp", replay.id), after={"done": replay.done})
    uow.changed("integrity_replay", show_id("irp", replay.id))
    return replay
