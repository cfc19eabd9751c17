from collections.abc import Mapping
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.training.attempt import Attempt, AttemptNotFound
from people.domain.training.questions import Answer
from people.store.training.enrolments import lock_attempt
from people.store.training.trainings import find_paper


async def save_answers(uow: UnitOfWork, *, attempt_id: UUID, employee_id: UUID, answers: Mapping[str, Answer]) -> Attempt:
    """As they go, so that a lost phone loses nothing. Raises AttemptNotFound, AttemptOver, TimeIsUp, AnswersWrong."""
    attempt, enrolment = await lock_attempt(uow, attempt_id)
    if enrolment.employee_id != employee_id:
        raise AttemptNotFound
    attempt.take(answers, paper=await find_paper(uow, attempt.paper_id), now=uow.now)
    return attempt
