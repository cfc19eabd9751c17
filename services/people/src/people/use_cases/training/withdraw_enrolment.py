from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_enrolment, shown_training
from people.domain.training.enrolment import Enrolment, EnrolmentNotFound, EnrolmentState, TestBegun
from people.store.training.enrolments import lock_enrolment, those_with_attempts
from people.store.training.trainings import lock_session_of


async def withdraw_enrolment(uow: UnitOfWork, *, enrolment_id: UUID, reason: str, only_of: UUID | None) -> Enrolment:
    """Before the session begins. `only_of`: they withdraw themselves; None: whoever plans the training.

    Raises EnrolmentNotFound, EnrolmentOver, OutcomeStands, SessionCancelled, SessionBegun, TestBegun.
    """
    session = await lock_session_of(uow, enrolment_id)
    enrolment = await lock_enrolment(uow, enrolment_id)
    if only_of is not None and enrolment.employee_id != only_of:
        raise EnrolmentNotFound
    enrolment.must_go_on()
    if session is not None:
        session.must_lie_ahead(uow.now)
    if await those_with_attempts(uow, [enrolment_id]):
        raise TestBegun(name=enrolment.name)
    enrolment.state, enrolment.reason = EnrolmentState.WITHDRAWN, reason
    enrolment.version += 1
    uow.audit("training.withdrawn", noun="enrolment", noun_id=shown_enrolment(enrolment_id), after=enrolment.facts(), reason=reason)
    uow.changed("training", shown_training(enrolment.training_id))
    return enrolment
