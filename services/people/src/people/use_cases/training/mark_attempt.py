from collections.abc import Mapping
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_attempt, shown_training
from people.domain.training.attempt import Attempt
from people.domain.training.enrolment import OwnResult
from people.store.training.enrolments import lock_attempt
from people.store.training.trainings import find_paper
from people.use_cases.training.settle_by_attempt import settle_by_attempt


async def mark_attempt(uow: UnitOfWork, *, attempt_id: UUID, marks: Mapping[str, tuple[int, str]], marker: UUID | None) -> Attempt:
    """Free texts, by a person who is not the one who wrote them. Raises AttemptNotFound, OwnResult, NothingToMark, MarksWrong."""
    attempt, enrolment = await lock_attempt(uow, attempt_id)
    if marker is not None and marker == enrolment.employee_id:
        raise OwnResult
    paper = await find_paper(uow, attempt.paper_id)
    attempt.mark(marks, paper=paper, marker=uow.actor.name)
    after: dict[str, object] = {
        "score": attempt.score,
        "passed": attempt.passed,
        "marks": {key: points for key, (points, _) in marks.items()},
    }
    uow.audit("training_attempt.marked", noun="training_attempt", noun_id=shown_attempt(attempt_id), after=after)
    await settle_by_attempt(uow, enrolment=enrolment, attempt=attempt, paper=paper)
    uow.changed("training", shown_training(enrolment.training_id))
    return attempt
