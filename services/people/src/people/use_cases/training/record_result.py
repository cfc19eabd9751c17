from dataclasses import dataclass
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.enrolment import Enrolment, Outcome, OwnResult, ResultByTest, ScoreNeeded
from people.store.training.enrolments import lock_enrolment
from people.store.training.trainings import paper_in_use
from people.use_cases.training.settle_enrolment import Found, settle_enrolment


@dataclass(frozen=True, kw_only=True)
class ResultByHand:
    passed: bool
    score: int | None
    comment: str


async def record_result(uow: UnitOfWork, *, enrolment_id: UUID, result: ResultByHand, recorder: UUID | None) -> Enrolment:
    """Where the training has no test; or the score of an outside party's paper, which the pass mark decides: they have no account here.

    Raises EnrolmentNotFound, OwnResult, EnrolmentOver, OutcomeStands, NotTakenPart, ResultByTest, ScoreNeeded.
    """
    enrolment = await lock_enrolment(uow, enrolment_id)
    if recorder is not None and recorder == enrolment.employee_id:
        raise OwnResult
    enrolment.must_have_taken_part()
    paper = await paper_in_use(uow, enrolment.training_id)
    passed, most = result.passed, None
    if paper is not None:
        if enrolment.employee_id is not None:
            raise ResultByTest
        if result.score is None or result.score > paper.most:
            raise ScoreNeeded(most=paper.most)
        most = paper.most
        passed = paper.passes(result.score, most=most)
    outcome = Outcome.PASSED if passed else Outcome.FAILED
    found = Found(outcome=outcome, score=result.score, most=most, comment=result.comment)
    await settle_enrolment(uow, enrolment=enrolment, found=found)
    uow.changed("training", shown_training(enrolment.training_id))
    return enrolment
