"""Attempts at a test: what was drawn, what was answered, what it was worth. Answers are kept (rule ORG-5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from people.domain.model import Model
from people.domain.training.paper import Paper
from people.domain.training.questions import Answer, Question, check_answers

GRACE = timedelta(seconds=30)
"""A last answer that was on its way when the time ran out still counts."""


class AttemptState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    MARKED = "marked"


class AttemptNotFound(NotFound):
    code = "attempt_not_found"
    zh = "找不到该次考试。"
    en = "There is no such attempt."


class AttemptOver(Conflict):
    code = "attempt_over"
    rule = "ORG-5"
    zh = "这次考试已交卷，不能再作答。"
    en = "This attempt was handed in; it takes no more answers."


class TimeIsUp(Conflict):
    code = "time_is_up"
    rule = "ORG-5"
    zh = "考试时间已到（{due} 分钟），只计入此前保存的答案。"
    en = "The time is up ({due} minutes); only what was saved before counts."


class AttemptsUsedUp(Conflict):
    code = "attempts_used_up"
    rule = "ORG-5"
    zh = "已用完 {attempts} 次考试机会，请重新参加培训。"
    en = "All {attempts} attempts are used up; take the training again."


class NothingToMark(Conflict):
    code = "nothing_to_mark"
    rule = "ORG-5"
    zh = "这次考试没有待评阅的题目。"
    en = "Nothing of this attempt waits for marking."


class MarksWrong(Invalid):
    code = "marks_wrong"
    rule = "ORG-5"
    zh = "评分不完整或超出分值，共 {count} 处。"
    en = "Marks are missing or beyond the points, {count} in all."


class Attempt(Model):
    """`drawn` keeps questions and options in the order shown; `marks` the points of each, with who gave them for a free text."""

    __tablename__ = "training_attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"), Index(None, "state"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.id"))
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("training_paper.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    drawn: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    answers: Mapped[dict[str, Answer]] = mapped_column(JSONB)
    marks: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSONB)
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    score: Mapped[int | None]
    most: Mapped[int]
    passed: Mapped[bool | None]
    version: Mapped[int]

    def in_time(self, now: datetime) -> bool:
        return self.due_at is None or now <= self.due_at + GRACE

    def take(self, answers: Mapping[str, Answer], *, paper: Paper, now: datetime) -> None:
        """Saves, in place of what was answered before to the same questions. Raises AttemptOver, TimeIsUp, AnswersWrong."""
        if self.state != AttemptState.OPEN:
            raise AttemptOver
        if not self.in_time(now):
            raise TimeIsUp(due=paper.minutes)
        check_answers(self.questions_of(paper), answers)
        self.answers = {**self.answers, **{key: list(answer) for key, answer in answers.items()}}
        self.version += 1

    def questions_of(self, paper: Paper) -> dict[str, Question]:
        """Those drawn, in the order shown."""
        known = {question.id: question for question in paper.asked}
        return {str(one["question"]): known[str(one["question"])] for one in self.drawn}

    def hand_in(self, *, paper: Paper, now: datetime) -> None:
        """Marked at once, but for free texts. Raises AttemptOver."""
        if self.state != AttemptState.OPEN:
            raise AttemptOver
        given = {key: question.marked(self.answers.get(key, [])) for key, question in self.questions_of(paper).items()}
        self.marks = {key: {"points": points} for key, points in given.items() if points is not None}
        self.submitted_at = now
        self.state = AttemptState.WAITING
        self.version += 1
        self._sum_up(paper)

    def waiting_for(self) -> set[str]:
        return {str(one["question"]) for one in self.drawn} - set(self.marks)

    def mark(self, marks: Mapping[str, tuple[int, str]], *, paper: Paper, marker: str) -> None:
        """Points and comment for every free text that waits. Raises NothingToMark, MarksWrong."""
        if self.state != AttemptState.WAITING:
            raise NothingToMark
        questions, waiting = self.questions_of(paper), self.waiting_for()
        wrong = [
            key for key in sorted(waiting | set(marks)) if key not in waiting or key not in marks or marks[key][0] > questions[key].points
        ]
        if wrong:
            errors = [
                FieldError(pointer=f"/marks/{key}", code="mark_wrong", zh="缺少或超出分值", en="missing or too high") for key in wrong
            ]
            raise MarksWrong(errors=errors, count=len(errors))
        given = {key: {"points": points, "comment": comment, "by": marker} for key, (points, comment) in marks.items()}
        self.marks = {**self.marks, **given}
        self.version += 1
        self._sum_up(paper)

    def _sum_up(self, paper: Paper) -> None:
        if self.waiting_for():
            return
        score = sum(int(mark["points"]) for mark in self.marks.values())
        self.score, self.passed = score, paper.passes(score, most=self.most)
        self.state = AttemptState.MARKED
