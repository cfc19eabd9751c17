from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.training.parts import Maybe, MayPlan, Own, Points
from people.domain.ids import AttemptId, EnrolmentId, TrainingId
from people.domain.training.attempt import AttemptState
from people.domain.training.questions import LONGEST_TEXT, Key, Question, QuestionKind
from people.queries.organisation.visibility import employee_of
from people.queries.training.attempts import AttemptRow, find_attempt_row, list_waiting_rows
from people.use_cases.training.hand_in_attempt import hand_in_attempt
from people.use_cases.training.mark_attempt import mark_attempt
from people.use_cases.training.save_answers import save_answers
from people.use_cases.training.start_attempt import start_attempt

router = transactional_router("/v1/training-attempts", tag="training_attempts")
Answers = Annotated[dict[Key, Annotated[list[Annotated[str, Field(max_length=LONGEST_TEXT)]], Field(max_length=12)]], Field(max_length=300)]


class NewAttempt(Body):
    enrolment_id: EnrolmentId


class GivenAnswers(Body):
    """By question id: ids of the chosen options; of a free text the text alone."""

    answers: Answers


class GivenMark(Body):
    points: Points
    comment: Maybe


class GivenMarks(Body):
    """By question id: every free text that waits."""

    marks: Annotated[dict[Key, GivenMark], Field(max_length=300)]


class OptionOut(BaseModel):
    id: str
    text: str


class AskedQuestion(BaseModel):
    """In the order drawn. `points` is what it is worth; `given` what the answer got, and `right` what fits: null until it is known to all."""

    id: str
    kind: QuestionKind
    text: str
    options: list[OptionOut]
    points: int
    answer: list[str]
    given: int | None
    comment: str
    right: list[str] | None


class AttemptOut(BaseModel):
    """`state`: open, waiting (for a person to mark) or marked. Right answers are shown when the result stands and nobody can try again."""

    id: AttemptId
    enrolment_id: EnrolmentId
    training_id: TrainingId
    code: str
    title: str
    name: str
    number: int
    attempts_allowed: int
    paper_number: int
    pass_mark: int
    state: str
    started_at: datetime
    due_at: datetime | None
    submitted_at: datetime | None
    score: int | None
    most: int
    passed: bool | None
    questions: list[AskedQuestion]
    version: int


def attempt_out(row: AttemptRow, *, for_marker: bool) -> AttemptOut:
    over = row.state == AttemptState.MARKED
    known = {str(question["id"]): Question.model_validate(question) for question in row.questions}
    reveal = for_marker or (over and row.outcome is not None)
    asked = [_asked(known[str(one["question"])], one["options"], row, marks=over or for_marker, reveal=reveal) for one in row.drawn]
    fields = {name: getattr(row, name) for name in AttemptOut.model_fields if name != "questions"}
    return AttemptOut(questions=asked, **fields)


def _asked(question: Question, order: list[str], row: AttemptRow, *, marks: bool, reveal: bool) -> AskedQuestion:
    texts = {option.id: option.text for option in question.options}
    mark = row.marks.get(question.id, {}) if marks else {}
    return AskedQuestion(
        id=question.id,
        kind=question.kind,
        text=question.text,
        options=[OptionOut(id=key, text=texts.get(key, key)) for key in order],
        points=question.points,
        answer=row.answers.get(question.id, []),
        given=mark.get("points"),
        comment=str(mark.get("comment", "")),
        right=list(question.right) if reveal else None,
    )


async def _own_attempt(reader: Reader, attempt_id: UUID, own: UUID) -> AttemptOut:
    return attempt_out(await find_attempt_row(reader, attempt_id, only_of=own), for_marker=False)


@router.post("", status_code=201, dependencies=[ONCE])
async def start_training_attempt(body: NewAttempt, uow: Uow, own: Own) -> AttemptOut:
    """The one that is open goes on, with the same questions in the same order; else a new one begins (rule ORG-5)."""
    attempt = await start_attempt(uow, enrolment_id=body.enrolment_id, employee_id=own)
    return await _own_attempt(uow.session, attempt.id, own)


@router.get("/waiting")
async def list_waiting_attempts(reader: Reader, paging: Paging, _: MayPlan) -> Page[AttemptOut]:
    """Those whose free texts a person has to mark, longest waiting first."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_waiting_rows(reader, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([attempt_out(row, for_marker=True) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/{attempt_id}")
async def get_training_attempt(attempt_id: AttemptId, reader: Reader, own: Own) -> AttemptOut:
    """One's own. Answers are kept."""
    return await _own_attempt(reader, attempt_id, own)


@router.post("/{attempt_id}/answers", dependencies=[ONCE])
async def save_training_answers(attempt_id: AttemptId, body: GivenAnswers, uow: Uow, own: Own) -> AttemptOut:
    """As one goes; questions that are left out keep their answer."""
    await save_answers(uow, attempt_id=attempt_id, employee_id=own, answers=body.answers)
    await uow.session.flush()
    return await _own_attempt(uow.session, attempt_id, own)


@router.post("/{attempt_id}/hand-in", dependencies=[ONCE])
async def hand_in_training_attempt(attempt_id: AttemptId, body: GivenAnswers, uow: Uow, own: Own) -> AttemptOut:
    """Marked at once, but for free texts. After the time only what was saved before counts."""
    await hand_in_attempt(uow, attempt_id=attempt_id, employee_id=own, answers=body.answers)
    await uow.session.flush()
    return await _own_attempt(uow.session, attempt_id, own)


@router.post("/{attempt_id}/marks", dependencies=[ONCE])
async def mark_training_attempt(attempt_id: AttemptId, body: GivenMarks, uow: Uow, actor: MayPlan) -> AttemptOut:
    """Nobody marks their own."""
    marks = {key: (mark.points, mark.comment) for key, mark in body.marks.items()}
    await mark_attempt(uow, attempt_id=attempt_id, marks=marks, marker=await employee_of(uow.session, actor))
    await uow.session.flush()
    return attempt_out(await find_attempt_row(uow.session, attempt_id, only_of=None), for_marker=True)
