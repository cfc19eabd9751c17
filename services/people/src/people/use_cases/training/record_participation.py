from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training, shown_training_session
from people.domain.training.enrolment import (
    AbsentWithoutReason,
    AlreadyEnrolled,
    Enrolment,
    EnrolmentNotFound,
    EnrolmentState,
    TestBegun,
)
from people.domain.training.session import SessionNotBegun
from people.store.training.enrolments import lock_session_enrolments, still_open, those_with_attempts
from people.store.training.trainings import lock_session, lock_training, training_of_session


@dataclass(frozen=True, kw_only=True)
class TookPart:
    state: EnrolmentState
    reason: str


async def record_participation(uow: UnitOfWork, *, session_id: UUID, marks: Mapping[UUID, TookPart]) -> None:
    """Who was there, late or absent with a reason; may be set right until the result stands.

    Raises TrainingSessionNotFound, SessionCancelled, SessionNotBegun, AbsentWithoutReason, EnrolmentNotFound, EnrolmentOver, OutcomeStands,
    AlreadyEnrolled, TestBegun.
    """
    training = await lock_training(uow, await training_of_session(uow, session_id))
    session = await lock_session(uow, session_id)
    session.must_stand()
    if uow.now < session.starts_at:
        raise SessionNotBegun
    silent = [number for number, mark in enumerate(marks.values()) if mark.state == EnrolmentState.ABSENT and not mark.reason]
    if silent:
        errors = [FieldError(pointer=f"/marks/{number}/reason", code="missing", zh="缺席须注明原因", en="why absent?") for number in silent]
        raise AbsentWithoutReason(errors=errors)
    enrolments = await lock_session_enrolments(uow, session_id)
    if set(marks) - set(enrolments):
        raise EnrolmentNotFound
    await _check_tests(uow, [enrolments[key] for key, mark in marks.items() if mark.state == EnrolmentState.ABSENT])
    await _check_again(uow, training.id, [enrolments[key] for key, mark in marks.items() if mark.state != EnrolmentState.ABSENT])
    before: dict[str, object] = {}
    for key, mark in marks.items():
        before[enrolments[key].participant] = enrolments[key].state
        _mark(enrolments[key], mark)
    shown = shown_training_session(session_id)
    after: dict[str, object] = {enrolments[key].participant: mark.state.value for key, mark in marks.items()}
    uow.audit("training_session.participation", noun="training_session", noun_id=shown, before=before, after=after)
    uow.changed("training", shown_training(session.training_id))


async def _check_tests(uow: UnitOfWork, absent: Sequence[Enrolment]) -> None:
    tested = await those_with_attempts(uow, [one.id for one in absent])
    for enrolment in absent:
        if enrolment.id in tested:
            raise TestBegun(name=enrolment.name)


async def _check_again(uow: UnitOfWork, training_id: UUID, there: Sequence[Enrolment]) -> None:
    """Whoever was absent may have enrolled again since: nobody takes part twice at a time."""
    back = [one for one in there if one.state == EnrolmentState.ABSENT]
    employees = [one.employee_id for one in back if one.employee_id is not None]
    outside = [one.outside_reference for one in back if one.outside_reference is not None]
    again = await still_open(uow, training_id=training_id, employees=employees, outside=outside)
    if again:
        raise AlreadyEnrolled(names=", ".join(one.name for one in again))


def _mark(enrolment: Enrolment, mark: TookPart) -> None:
    if enrolment.state != EnrolmentState.ABSENT:
        # Who was noted as absent by mistake may be set right; who withdrew or has a result may not.
        enrolment.must_go_on()
    enrolment.state, enrolment.reason = mark.state, mark.reason
    enrolment.version += 1
