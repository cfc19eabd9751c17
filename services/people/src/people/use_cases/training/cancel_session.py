from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training, shown_training_session
from people.domain.training.enrolment import EnrolmentState
from people.domain.training.session import SessionState, TrainingSession
from people.store.training.enrolments import lock_session_enrolments
from people.store.training.trainings import lock_session


async def cancel_session(uow: UnitOfWork, *, session_id: UUID, expected_version: int, reason: str) -> TrainingSession:
    """Whoever was enrolled in it is free to enrol in another. Raises TrainingSessionNotFound, VersionStale, SessionCancelled, SessionBegun."""
    session = await lock_session(uow, session_id)
    check_version(expected=expected_version, actual=session.version)
    session.must_lie_ahead(uow.now)
    session.state, session.cancel_reason = SessionState.CANCELLED, reason
    session.version += 1
    freed = [one for one in (await lock_session_enrolments(uow, session_id)).values() if one.state == EnrolmentState.ENROLLED]
    for enrolment in freed:
        enrolment.state, enrolment.reason = EnrolmentState.WITHDRAWN, reason
        enrolment.version += 1
    shown = shown_training_session(session_id)
    after: dict[str, object] = {"state": "cancelled", "freed": [one.participant for one in freed]}
    uow.audit("training_session.cancelled", noun="training_session", noun_id=shown, after=after, reason=reason)
    uow.changed("training", shown_training(session.training_id))
    return session
