"""Questions of a test: what they ask, which answers fit, what they are worth (rule ORG-5)."""

import random
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.refusals import FieldError, Invalid

Answer = list[str]
"""Ids of the chosen options; of a free text, the text alone."""
LONGEST_TEXT = 4000
TRUE, FALSE = "true", "false"
Key = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]{1,20}$")]


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FREE_TEXT = "free_text"


class PaperWrong(Invalid):
    code = "paper_wrong"
    rule = "ORG-5"
    zh = "试卷有 {count} 处错误，请逐条修改。"
    en = "The test paper has {count} mistakes; each is named."


class AnswersWrong(Invalid):
    code = "answers_wrong"
    rule = "ORG-5"
    zh = "有 {count} 个答案与试卷不符。"
    en = "{count} answers do not fit the paper."


class Option(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Key
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Question(BaseModel):
    """`right`: the ids of the right options; of a true-or-false question `true` or `false`; of a free text nothing, a person marks it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Key
    kind: QuestionKind
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    options: Annotated[list[Option], Field(max_length=12)]
    right: Annotated[list[Key], Field(max_length=12)]
    points: Annotated[int, Field(ge=1, le=100)]

    @property
    def option_ids(self) -> list[str]:
        return [TRUE, FALSE] if self.kind == QuestionKind.TRUE_FALSE else [option.id for option in self.options]

    def mistake(self) -> tuple[str, str, str] | None:
        """Field, and a sentence in both languages; None when the question can be asked."""
        ids = self.option_ids
        choosing = self.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
        if choosing and len(ids) < 2:
            return "options", "至少要有两个选项", "needs at least two options"
        if not choosing and self.options:
            return "options", "该题型没有选项", "a question of this kind has no options"
        if len(set(ids)) != len(ids):
            return "options", "选项编号重复", "option ids repeat"
        if set(self.right) - set(ids):
            return "right", "正确答案不在选项中", "a right answer is none of the options"
        wanted = {QuestionKind.SINGLE: (1, 1), QuestionKind.TRUE_FALSE: (1, 1), QuestionKind.FREE_TEXT: (0, 0)}
        least, most = wanted.get(self.kind, (1, len(ids)))
        if not least <= len(set(self.right)) <= most or len(set(self.right)) != len(self.right):
            return "right", "正确答案的个数不对", "the number of right answers does not fit"
        return None

    def fits(self, answer: Answer) -> bool:
        if self.kind == QuestionKind.FREE_TEXT:
            return len(answer) == 1 and len(answer[0]) <= LONGEST_TEXT
        most = len(self.options) if self.kind == QuestionKind.MULTIPLE else 1
        return len(answer) <= most and len(set(answer)) == len(answer) and set(answer) <= set(self.option_ids)

    def marked(self, answer: Answer) -> int | None:
        """Points at once: all or nothing. None for a free text, which a person marks; an empty one is worth nothing at once."""
        if self.kind == QuestionKind.FREE_TEXT:
            return None if answer and answer[0].strip() else 0
        return self.points if set(answer) == set(self.right) else 0


def check_questions(questions: Sequence[Question], *, draw: int | None) -> None:
    """Raises PaperWrong with every mistake."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, question in enumerate(questions):
        wrong = question.mistake()
        if wrong is not None:
            errors.append(FieldError(pointer=f"/questions/{number}/{wrong[0]}", code="question_wrong", zh=wrong[1], en=wrong[2]))
        if question.id in seen:
            errors.append(
                FieldError(pointer=f"/questions/{number}/id", code="question_repeats", zh="题目编号重复", en="question ids repeat")
            )
        seen.add(question.id)
    if not questions:
        errors.append(FieldError(pointer="/questions", code="no_questions", zh="至少要有一道题", en="there is no question"))
    if draw is not None and draw > len(questions):
        errors.append(FieldError(pointer="/draw", code="draw_too_many", zh="抽题数多于题目数", en="more are drawn than there are"))
    if draw is not None and len({question.points for question in questions}) > 1:
        # Else two people could be asked for different totals.
        errors.append(FieldError(pointer="/draw", code="points_differ", zh="抽题时每题分值须相同", en="drawn questions need equal points"))
    if errors:
        raise PaperWrong(errors=errors, count=len(errors))


def draw_questions(questions: Sequence[Question], *, draw: int | None, seed: int) -> list[dict[str, Any]]:
    """Which questions, in which order, with their options in which order: the same seed draws the same."""
    chance = random.Random(seed)  # noqa: S311 - an order for a test, no secret
    chosen = chance.sample(list(questions), draw or len(questions))
    drawn: list[dict[str, Any]] = []
    for question in chosen:
        options = question.option_ids
        if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
            chance.shuffle(options)
        drawn.append({"question": question.id, "options": options})
    return drawn


def check_answers(questions: Mapping[str, Question], answers: Mapping[str, Answer]) -> None:
    """Raises AnswersWrong with every answer that does not fit."""
    wrong = [key for key, answer in answers.items() if key not in questions or not questions[key].fits(answer)]
    if wrong:
        errors = [
            FieldError(pointer=f"/answers/{key}", code="answer_wrong", zh="与题目不符", en="does not fit the question") for key in wrong
        ]
        raise AnswersWrong(errors=errors, count=len(errors))
