from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.ids import shown_enrolment, shown_training, shown_training_session
from people.domain.training.enrolment import AbsentWithoutReason, Enrolment, EnrolmentNotFound, EnrolmentState
from people.domain.training.session import SessionNotBegun
from people.store.training.enrolments import lock_session_enrolments
from people.store.training.trainings import lock_session


@dataclass(frozen=True, kw_only=True)
class TookPart:
    state: EnrolmentState
    reason: str


async def record_participation(uow: UnitOfWork, *, session_id: UUID, marks: Mapping[UUID, TookPart]) -> None:
    """Who was there, late or absent with a reason; may be set right until the result stands.

    Raises TrainingSessionNotFound, SessionCancelled, SessionNotBegun, AbsentWithoutReason, EnrolmentNotFound, EnrolmentOver, OutcomeStands.
    """
    session = await lock_session(uow, session_id)
    session.must_stand()
    if uow.now < session.starts_at:
        raise SessionNotBegun
    silent = [key for key, mark in marks.items() if mark.state == EnrolmentState.ABSENT and not mark.reason]
    if silent:
        errors = [
            FieldError(pointer=f"/{shown_enrolment(key)}/reason", code="missing", zh="缺席须注明原因", en="why absent?") for key in silent
        ]
        raise AbsentWithoutReason(errors=errors)
    enrolments = await lock_session_enrolments(uow, session_id)
    before: dict[str, object] = {}
    for key, mark in marks.items():
        enrolment = enrolments.get(key)
        if enrolment is None:
            raise EnrolmentNotFound
        before[enrolment.participant] = enrolment.state
        _mark(enrolment, mark)
    shown = shown_training_session(session_id)
    after: dict[str, object] = {enrolments[key].participant: mark.state.value for key, mark in marks.items()}
    uow.audit("training_session.participation", noun="training_session", noun_id=shown, before=before, after=after)
    uow.changed("training", shown_training(session.training_id))


def _mark(enrolment: Enrolment, mark: TookPart) -> None:
    if enrolment.state != EnrolmentState.ABSENT:
        # Who was noted as absent by mistake may be set right; who withdrew or has a result may not.
        enrolment.must_go_on()
    enrolment.state, enrolment.reason = mark.state, mark.reason
    enrolment.version += 1
