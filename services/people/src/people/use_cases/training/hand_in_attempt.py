from collections.abc import Mapping
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_attempt, shown_training
from people.domain.training.attempt import Attempt, AttemptNotFound, AttemptState
from people.domain.training.questions import Answer
from people.store.training.enrolments import lock_attempt
from people.store.training.trainings import find_paper
from people.use_cases.training.settle_by_attempt import settle_by_attempt


async def hand_in_attempt(uow: UnitOfWork, *, attempt_id: UUID, employee_id: UUID | None, answers: Mapping[str, Answer]) -> Attempt:
    """With the last answers, where the time is not up; else with what was saved. `employee_id` None: the job, for one whose time ran out.

    Raises AttemptNotFound, AttemptOver, AnswersWrong.
    """
    attempt, enrolment = await lock_attempt(uow, attempt_id)
    if employee_id is not None and enrolment.employee_id != employee_id:
        raise AttemptNotFound
    if employee_id is None and attempt.state != AttemptState.OPEN:
        return attempt
    paper = await find_paper(uow, attempt.paper_id)
    if answers and attempt.in_time(uow.now):
        attempt.take(answers, paper=paper, now=uow.now)
    attempt.hand_in(paper=paper, now=uow.now)
    after: dict[str, object] = {"state": attempt.state, "score": attempt.score, "passed": attempt.passed}
    uow.audit("training_attempt.handed_in", noun="training_attempt", noun_id=shown_attempt(attempt_id), after=after)
    await settle_by_attempt(uow, enrolment=enrolment, attempt=attempt, paper=paper)
    uow.changed("training", shown_training(enrolment.training_id))
    return attempt
