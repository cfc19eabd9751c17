from chassis.uow import UnitOfWork
from people.domain.training.attempt import Attempt, AttemptState
from people.domain.training.enrolment import Enrolment, Outcome
from people.domain.training.paper import Paper
from people.use_cases.training.settle_enrolment import Found, settle_enrolment


async def settle_by_attempt(uow: UnitOfWork, *, enrolment: Enrolment, attempt: Attempt, paper: Paper) -> None:
    """Passed at once; failed only when no attempt is left."""
    if attempt.state != AttemptState.MARKED or enrolment.outcome is not None:
        return
    if not attempt.passed and attempt.number < paper.attempts:
        return
    outcome = Outcome.PASSED if attempt.passed else Outcome.FAILED
    await settle_enrolment(uow, enrolment=enrolment, found=Found(outcome=outcome, score=attempt.score, most=attempt.most, comment=""))
