from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.training import Audience, Training
from people.store.training.trainings import lock_training
from people.use_cases.training.check_audience import check_audience


async def change_training(uow: UnitOfWork, *, training_id: UUID, expected_version: int, wish: Mapping[str, Any]) -> Training:
    """`wish` holds title, kind, goal, unit_id, audience, certificate_months where they are to be another. Certificates given stay as they are.

    Raises TrainingNotFound, VersionStale, TrainingClosed, AudienceEmpty, AudienceUnknown.
    """
    training = await lock_training(uow, training_id)
    check_version(expected=expected_version, actual=training.version)
    training.must_not_be_closed()
    before = training.facts()
    audience: Audience = wish.get("audience", training.meant_for)
    await check_audience(uow, audience, unit_id=wish.get("unit_id", training.unit_id))
    for name, value in wish.items():
        setattr(training, name, value.model_dump(mode="json") if isinstance(value, Audience) else value)
    training.version += 1
    uow.audit("training.changed", noun="training", noun_id=shown_training(training_id), before=before, after=training.facts())
    uow.changed("training", shown_training(training_id))
    return training
