from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_training
from people.domain.training.paper import Paper, PaperState
from people.domain.training.questions import Question, check_questions
from people.store.training.trainings import add_paper, last_paper, lock_training


@dataclass(frozen=True, kw_only=True)
class PaperText:
    pass_mark: int
    attempts: int
    minutes: int | None
    draw: int | None
    questions: Sequence[Question]


async def write_paper(uow: UnitOfWork, *, training_id: UUID, text: PaperText) -> Paper:
    """The draft: in place of the one there is, else a new version. Raises TrainingNotFound, TrainingClosed, PaperWrong."""
    check_questions(text.questions, draw=text.draw)
    training = await lock_training(uow, training_id)
    training.must_not_be_closed()
    last = await last_paper(uow, training_id)
    rows = [question.model_dump(mode="json") for question in text.questions]
    if last is None or last.state == PaperState.PUBLISHED:
        paper = Paper(
            id=new_id(),
            training_id=training_id,
            number=1 if last is None else last.number + 1,
            state=PaperState.DRAFT,
            published_at=None,
            version=0,
        )
    else:
        paper = last
    paper.pass_mark, paper.attempts, paper.minutes, paper.draw = text.pass_mark, text.attempts, text.minutes, text.draw
    paper.questions, paper.written_by = rows, uow.actor.name
    paper.version += 1
    await add_paper(uow, paper)
    uow.audit("training_paper.written", noun="training", noun_id=shown_training(training_id), after=paper.facts())
    uow.changed("training", shown_training(training_id))
    return paper
