"""A draft of the policy is to be replayed over the orders of a time: written down, done by a job (rules ORD-6, SYS-6)."""

from datetime import datetime
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters, refuse_ladder
from orders.domain.integrity.replay import MOST_ORDERS, NothingToReplay, Replay, TooManyToReplay
from orders.store.integrity.replays import count_orders, forget_old_replays

BEFORE_ALL = UUID(int=0)


async def ask_replay(uow: UnitOfWork, *, parameters: IntegrityParameters, first: datetime, until: datetime) -> Replay:
    """Raises LadderOutOfOrder, NothingToReplay, TooManyToReplay."""
    refuse_ladder(parameters.credit)
    total = await count_orders(uow, first=first, until=until)
    if total == 0:
        raise NothingToReplay
    if total > MOST_ORDERS:
        raise TooManyToReplay(most=MOST_ORDERS)
    replay = Replay(
        id=new_id(),
        parameters=parameters.model_dump(mode="json"),
        first_at=first,
        until_at=until,
        shops=None if uow.actor.shops is None else sorted(uow.actor.shops),
        total=total,
        done=0,
        after_at=first,
        after_id=BEFORE_ALL,
        asked_at=uow.now,
        asked_by=uow.actor.name,
        stopped=False,
        ended_at=None,
        summary=None,
    )
    await forget_old_replays(uow)
    uow.session.add(replay)
    span: dict[str, object] = {"first": first.isoformat(), "until": until.isoformat(), "orders": total}
    uow.audit("integrity_replay.asked", noun="integrity_replay", noun_id=show_id("irp", replay.id), after=span)
    uow.changed("integrity_replay", show_id("irp", replay.id))
    return replay
