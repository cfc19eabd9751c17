from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.organisation.position import NotEmployedThen
from people.domain.training.enrolment import AlreadyEnrolled, Enrolment, EnrolmentState
from people.domain.training.session import SessionFull, TrainingSession, TrainingSessionNotFound
from people.domain.training.training import OutsideNotMeant
from people.store.training.enrolments import add_enrolments, employees_by_id, keep_outside_party, still_open
from people.store.training.trainings import lock_session, lock_training, places_taken


@dataclass(frozen=True, kw_only=True)
class OutsideName:
    reference: str
    name: str


async def enrol_participants(
    uow: UnitOfWork, *, training_id: UUID, session_id: UUID | None, employees: Sequence[UUID], outside: Sequence[OutsideName]
) -> list[Enrolment]:
    """All or nobody. Into a session that was held and never entered too: whoever plans may note afterwards who was there.

    Raises TrainingNotFound, TrainingNotOpen, EmployeeNotFound, NotEmployedThen, OutsideNotMeant, AlreadyEnrolled, TrainingSessionNotFound,
    SessionCancelled, SessionFull.
    """
    training = await lock_training(uow, training_id)
    training.must_be_open()
    if outside and not training.meant_for.outside:
        raise OutsideNotMeant
    known = await employees_by_id(uow, employees)
    for employee in known.values():
        if not employee.works_on(uow.today):
            raise NotEmployedThen(name=employee.name, day=uow.today)
    # In one order, so that two who enrol the same parties wait for each other instead of both.
    for party in sorted(outside, key=lambda one: one.reference):
        await keep_outside_party(uow, reference=party.reference, name=party.name)
    references = [party.reference for party in outside]
    there = await still_open(uow, training_id=training_id, employees=employees, outside=references)
    if there:
        raise AlreadyEnrolled(names=", ".join(one.name for one in there))
    names = [(employee_id, None, known[employee_id].name) for employee_id in dict.fromkeys(employees)]
    names += [(None, party.reference, party.name) for party in {party.reference: party for party in outside}.values()]
    if session_id is not None:
        await _check_places(uow, await lock_session(uow, session_id), training_id=training_id, wanted=len(names))
    made = [
        Enrolment(
            id=new_id(),
            training_id=training_id,
            session_id=session_id,
            employee_id=employee_id,
            outside_reference=reference,
            name=name,
            state=EnrolmentState.ENROLLED,
            reason="",
            enrolled_at=uow.now,
            comment="",
            version=1,
        )
        for employee_id, reference, name in names
    ]
    await add_enrolments(uow, made)
    after: dict[str, object] = {"participants": [one.participant for one in made]}
    uow.audit("training.enrolled", noun="training", noun_id=shown_training(training_id), after=after)
    uow.changed("training", shown_training(training_id))
    return made


async def _check_places(uow: UnitOfWork, session: TrainingSession, *, training_id: UUID, wanted: int) -> None:
    if session.training_id != training_id:
        raise TrainingSessionNotFound
    session.must_stand()
    left = session.capacity - await places_taken(uow, session.id)
    if wanted > left:
        raise SessionFull(capacity=session.capacity, left=left, wanted=wanted)
