import secrets
from datetime import timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_attempt, shown_training
from people.domain.training.attempt import Attempt, AttemptState, AttemptsUsedUp
from people.domain.training.enrolment import EnrolmentNotFound
from people.domain.training.paper import NoPaper
from people.domain.training.questions import draw_questions
from people.store.training.enrolments import add_attempt, attempts_of, lock_enrolment
from people.store.training.trainings import find_paper, find_training, paper_in_use


async def start_attempt(uow: UnitOfWork, *, enrolment_id: UUID, employee_id: UUID) -> Attempt:
    """The one that is open goes on, also when it waits to be marked; else a new one with the paper in use.

    Raises EnrolmentNotFound, TrainingNotOpen, EnrolmentOver, OutcomeStands, NotTakenPart, NoPaper, AttemptsUsedUp.
    """
    enrolment = await lock_enrolment(uow, enrolment_id)
    if enrolment.employee_id != employee_id:
        raise EnrolmentNotFound
    enrolment.must_have_taken_part()
    (await find_training(uow, enrolment.training_id)).must_be_open()
    before = await attempts_of(uow, enrolment_id)
    if before and before[-1].state != AttemptState.MARKED:
        return before[-1]
    paper = await paper_in_use(uow, enrolment.training_id)
    if paper is None:
        raise NoPaper
    # What the version of the last attempt promised holds: else somebody would stand without a result and without a way to one.
    allowed = max(paper.attempts, (await find_paper(uow, before[-1].paper_id)).attempts) if before else paper.attempts
    if len(before) >= allowed:
        raise AttemptsUsedUp(attempts=allowed)
    attempt = Attempt(
        id=new_id(),
        enrolment_id=enrolment_id,
        paper_id=paper.id,
        number=len(before) + 1,
        state=AttemptState.OPEN,
        drawn=draw_questions(paper.asked, draw=paper.draw, seed=secrets.randbits(63)),
        answers={},
        marks={},
        started_at=uow.now,
        due_at=uow.now + timedelta(minutes=paper.minutes) if paper.minutes else None,
        most=paper.most,
        version=1,
    )
    await add_attempt(uow, attempt)
    after: dict[str, object] = {"number": attempt.number, "paper": paper.number, "participant": enrolment.participant}
    uow.audit("training_attempt.started", noun="training_attempt", noun_id=shown_attempt(attempt.id), after=after)
    uow.changed("training", shown_training(enrolment.training_id))
    return attempt
