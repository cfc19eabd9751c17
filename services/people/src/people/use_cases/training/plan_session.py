from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training, shown_training_session
from people.domain.training.session import SessionEndsEarly, SessionState, TrainingSession
from people.store.training.trainings import add_session, lock_training


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    starts_at: datetime
    ends_at: datetime
    place: str
    trainer: str
    capacity: int


async def plan_session(uow: UnitOfWork, *, training_id: UUID, facts: SessionFacts) -> TrainingSession:
    """May lie in the past: one that was held and never entered. Raises TrainingNotFound, TrainingClosed, SessionEndsEarly."""
    if facts.ends_at <= facts.starts_at:
        raise SessionEndsEarly
    training = await lock_training(uow, training_id)
    training.must_not_be_closed()
    session = TrainingSession(
        id=new_id(),
        training_id=training_id,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=facts.place,
        trainer=facts.trainer,
        capacity=facts.capacity,
        state=SessionState.PLANNED,
        cancel_reason=None,
        version=1,
    )
    await add_session(uow, session)
    uow.audit("training_session.planned", noun="training_session", noun_id=shown_training_session(session.id), after=session.facts())
    uow.changed("training", shown_training(training_id))
    return session
