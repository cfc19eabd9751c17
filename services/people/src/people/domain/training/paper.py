"""Test papers of a training: versions of questions, points and pass mark (rules ORG-5, SYS-6). A published one never changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from people.domain.model import Model
from people.domain.training.questions import Question


class PaperState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class PaperNotFound(NotFound):
    code = "paper_not_found"
    zh = "找不到该试卷版本。"
    en = "There is no such version of the test paper."


class PaperPublished(Conflict):
    code = "paper_published"
    rule = "ORG-5"
    zh = "试卷第 {number} 版已发布，不能再改；请新建一版。"
    en = "Version {number} of the paper is published and never changes; write a new version."


class NoPaper(Conflict):
    code = "no_paper"
    rule = "ORG-5"
    zh = "该培训没有已发布的试卷。"
    en = "This training has no published test paper."


class Paper(Model):
    """`pass_mark` in percent of the points. `draw` None: all questions. `minutes` None: no limit of time. The newest published one is used."""

    __tablename__ = "training_paper"
    __table_args__ = (UniqueConstraint("training_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(ForeignKey("training.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    pass_mark: Mapped[int]
    attempts: Mapped[int]
    minutes: Mapped[int | None]
    draw: Mapped[int | None]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    written_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    @property
    def asked(self) -> list[Question]:
        return [Question.model_validate(question) for question in self.questions]

    @property
    def most(self) -> int:
        """Points of one attempt."""
        points = [question.points for question in self.asked]
        return sum(points) if self.draw is None else points[0] * self.draw

    def passes(self, score: int, *, most: int) -> bool:
        return score * 100 >= self.pass_mark * most

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "state": self.state,
            "pass_mark": self.pass_mark,
            "attempts": self.attempts,
            "minutes": self.minutes,
            "draw": self.draw,
            "questions": len(self.questions),
        }
