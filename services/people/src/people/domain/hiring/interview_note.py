"""What somebody thought of a candidate (rule ORG-4): their own to change, with every version kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid, Kind, NotFound, Refusal
from people.domain.model import Model


class Recommendation(StrEnum):
    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class InterviewNoteNotFound(NotFound):
    code = "interview_note_not_found"
    zh = "找不到该面试记录。"
    en = "There is no such interview note."


class NotTheAuthor(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_author"
    rule = "ORG-4"
    zh = "面试记录只能由本人（{author}）修改。"
    en = "Only its author ({author}) changes an interview note."


class InterviewAhead(Invalid):
    code = "interview_ahead"
    rule = "ORG-4"
    zh = "面试时间不能晚于现在。"
    en = "An interview that has not taken place yet has no notes."


class InterviewNote(Model):
    __tablename__ = "interview_note"
    __table_args__ = (Index("ix_interview_note_candidate_id", "candidate_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    author_id: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def must_be_written_by(self, actor_id: str) -> None:
        """Raises NotTheAuthor."""
        if actor_id != self.author_id:
            raise NotTheAuthor(author=self.author_name)


class InterviewNoteVersion(Model):
    """Only ever added; the highest number is what the author says now."""

    __tablename__ = "interview_note_version"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("interview_note.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    held_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    interviewers: Mapped[str] = mapped_column(Text)
    impression: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
