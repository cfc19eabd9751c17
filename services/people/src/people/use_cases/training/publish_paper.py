from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.paper import Paper, PaperNotFound, PaperPublished, PaperState
from people.store.training.trainings import last_paper, lock_training


async def publish_paper(uow: UnitOfWork, *, training_id: UUID, number: int) -> Paper:
    """From now on attempts use it; those begun keep theirs. Raises TrainingNotFound, TrainingClosed, PaperNotFound, PaperPublished."""
    training = await lock_training(uow, training_id)
    training.must_not_be_closed()
    paper = await last_paper(uow, training_id)
    if paper is None or number > paper.number:
        raise PaperNotFound
    if paper.number != number or paper.state == PaperState.PUBLISHED:
        raise PaperPublished(number=number)
    paper.state, paper.published_at = PaperState.PUBLISHED, uow.now
    paper.version += 1
    await uow.session.flush()
    uow.audit("training_paper.published", noun="training", noun_id=shown_training(training_id), after=paper.facts())
    uow.changed("training", shown_training(training_id))
    return paper
