from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.training import Training, TrainingState
from people.store.training.trainings import lock_training


async def set_training_state(uow: UnitOfWork, *, training_id: UUID, expected_version: int, state: TrainingState) -> Training:
    """Opens a draft, closes an open one; closed is the end. Raises TrainingNotFound, VersionStale, TrainingClosed."""
    training = await lock_training(uow, training_id)
    check_version(expected=expected_version, actual=training.version)
    training.must_not_be_closed()
    if training.state == state:
        return training
    before, training.state = training.state, state
    training.version += 1
    action = "training.opened" if state == TrainingState.OPEN else "training.closed"
    uow.audit(action, noun="training", noun_id=shown_training(training_id), before={"state": before}, after={"state": state.value})
    uow.changed("training", shown_training(training_id))
    return training
