from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.training.parts import MayPlan
from people.domain.ids import TrainingId
from people.domain.training.questions import Question
from people.queries.training.attempts import PaperRow, list_paper_rows
from people.use_cases.training.publish_paper import publish_paper
from people.use_cases.training.write_paper import PaperText, write_paper

router = transactional_router("/v1/trainings/{training_id}/papers", tag="training_papers")


class NewPaper(Body):
    """`pass_mark` in percent; `minutes` null: no limit; `draw` null: every question is asked."""

    pass_mark: Annotated[int, Field(ge=1, le=100)]
    attempts: Annotated[int, Field(ge=1, le=100)]
    minutes: Annotated[int, Field(ge=1, le=600)] | None
    draw: Annotated[int, Field(ge=1, le=300)] | None
    questions: Annotated[list[Question], Field(max_length=300)]


class PaperOut(BaseModel):
    """With the right answers: only who plans trainings sees it."""

    number: int
    state: str
    pass_mark: int
    attempts: int
    minutes: int | None
    draw: int | None
    questions: list[Question]
    written_by: str
    published_at: datetime | None
    version: int


class PaperList(BaseModel):
    data: list[PaperOut]


def _paper_out(row: PaperRow) -> PaperOut:
    fields = {name: getattr(row, name) for name in PaperOut.model_fields if name != "questions"}
    return PaperOut(questions=[Question.model_validate(question) for question in row.questions], **fields)


@router.get("")
async def list_training_papers(training_id: TrainingId, reader: Reader, _: MayPlan) -> PaperList:
    """Newest version first (rule SYS-6)."""
    return PaperList(data=[_paper_out(row) for row in await list_paper_rows(reader, training_id)])


@router.post("", status_code=201, dependencies=[ONCE])
async def write_training_paper(training_id: TrainingId, body: NewPaper, uow: Uow, _: MayPlan) -> PaperOut:
    """The draft, in place of the one there is; a published version never changes. Every mistake is named at once."""
    text = PaperText(pass_mark=body.pass_mark, attempts=body.attempts, minutes=body.minutes, draw=body.draw, questions=body.questions)
    await write_paper(uow, training_id=training_id, text=text)
    return _paper_out((await list_paper_rows(uow.session, training_id))[0])


@router.post("/{number}/publish", dependencies=[ONCE])
async def publish_training_paper(training_id: TrainingId, number: int, uow: Uow, _: MayPlan) -> PaperOut:
    """From now on attempts use it; those that have begun keep theirs."""
    await publish_paper(uow, training_id=training_id, number=number)
    return _paper_out((await list_paper_rows(uow.session, training_id))[0])
