from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.training import Audience, Training, TrainingKind, TrainingState
from people.store.training.trainings import add_training
from people.use_cases.training.check_audience import check_audience


@dataclass(frozen=True, kw_only=True)
class NewTrainingFacts:
    code: str
    title: str
    kind: TrainingKind
    goal: str
    unit_id: UUID | None
    audience: Audience
    certificate_months: int | None


async def create_training(uow: UnitOfWork, *, facts: NewTrainingFacts) -> Training:
    """As a draft. Raises AudienceEmpty, AudienceUnknown, TrainingCodeTaken."""
    await check_audience(uow, facts.audience, unit_id=facts.unit_id)
    training = Training(
        id=new_id(),
        code=facts.code,
        title=facts.title,
        kind=facts.kind,
        goal=facts.goal,
        unit_id=facts.unit_id,
        audience=facts.audience.model_dump(mode="json"),
        certificate_months=facts.certificate_months,
        state=TrainingState.DRAFT,
        created_at=uow.now,
        created_by=uow.actor.name,
        version=1,
    )
    await add_training(uow, training)
    uow.audit("training.created", noun="training", noun_id=shown_training(training.id), after=training.facts())
    uow.changed("training", shown_training(training.id))
    return training
