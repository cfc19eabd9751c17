"""What a test or a trainer found becomes the result, with its certificate, and the others are told (rule ORG-5)."""

from dataclasses import dataclass

from chassis.uow import UnitOfWork
from contracts.people import TrainingPassed
from people.domain.ids import shown_enrolment, shown_training
from people.domain.training.enrolment import Enrolment, Outcome, valid_until_after
from people.store.training.enrolments import next_certificate_number
from people.store.training.trainings import find_training


@dataclass(frozen=True, kw_only=True)
class Found:
    outcome: Outcome
    score: int | None
    most: int | None
    comment: str


async def settle_enrolment(uow: UnitOfWork, *, enrolment: Enrolment, found: Found) -> None:
    enrolment.outcome, enrolment.score, enrolment.most, enrolment.comment = found.outcome, found.score, found.most, found.comment
    enrolment.decided_at, enrolment.decided_by = uow.now, uow.actor.name
    enrolment.version += 1
    training = await find_training(uow, enrolment.training_id)
    if found.outcome == Outcome.PASSED:
        if training.certificate_months is not None:
            enrolment.certificate_number = await next_certificate_number(uow)
            enrolment.valid_until = valid_until_after(uow.today, training.certificate_months)
        uow.publish(
            TrainingPassed(
                training_id=shown_training(training.id),
                code=training.code,
                participant=enrolment.participant,
                participant_kind="employee" if enrolment.employee_id else "outside",
                score=None if found.score is None else str(found.score),
                passed_at=uow.now,
                valid_until=enrolment.valid_until,
            )
        )
    uow.audit("training.result", noun="enrolment", noun_id=shown_enrolment(enrolment.id), after=enrolment.facts())
