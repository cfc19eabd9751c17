"""A replay is stopped where it is."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.review_replay import ReviewReplay
from orders.store.review_drafts import lock_own_replay, note_replay


async def stop_review_replay(uow: UnitOfWork, *, replay_id: UUID) -> ReviewReplay:
    """What was found stays. Raises ReplayNotFound, ReplayEnded."""
    replay = await lock_own_replay(uow, replay_id=replay_id, actor=uow.actor)
    replay.stop(now=uow.now)
    note_replay(uow, replay, "stopped")
    return replay
