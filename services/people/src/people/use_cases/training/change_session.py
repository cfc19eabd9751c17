from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training, shown_training_session
from people.domain.training.session import CapacityTooSmall, SessionEndsEarly, TrainingSession
from people.store.training.trainings import lock_session, places_taken


async def change_session(uow: UnitOfWork, *, session_id: UUID, expected_version: int, wish: Mapping[str, Any]) -> TrainingSession:
    """Before it begins. Raises TrainingSessionNotFound, VersionStale, SessionCancelled, SessionBegun, SessionEndsEarly, CapacityTooSmall."""
    session = await lock_session(uow, session_id)
    check_version(expected=expected_version, actual=session.version)
    session.must_lie_ahead(uow.now)
    before = session.facts()
    for name, value in wish.items():
        setattr(session, name, value)
    if session.ends_at <= session.starts_at:
        raise SessionEndsEarly
    taken = await places_taken(uow, session_id) if "capacity" in wish else 0
    if taken > session.capacity:
        raise CapacityTooSmall(enrolled=taken)
    session.version += 1
    shown = shown_training_session(session_id)
    uow.audit("training_session.changed", noun="training_session", noun_id=shown, before=before, after=session.facts())
    uow.changed("training", shown_training(session.training_id))
    return session
