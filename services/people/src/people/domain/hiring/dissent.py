"""Written dissent on an instruction (rule ORG-12): it is followed all the same, and both stay beside the task."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, Kind, NotFound, Refusal
from people.domain.ids import shown_employee
from people.domain.model import Model


class DissentOutcome(StrEnum):
    """Of the instruction."""

    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class DissentNotFound(NotFound):
    code = "dissent_not_found"
    zh = "找不到该书面异议，或您无权查看。"
    en = "There is no such dissent, or you may not see it."


class NoEmployee(Refusal):
    kind = Kind.FORBIDDEN
    code = "no_employee"
    zh = "您的账号未关联在职员工，不能执行此操作。"
    en = "Your account belongs to nobody who works here; only an employee can do this."


class DissentsFromOneself(Invalid):
    code = "dissents_from_oneself"
    rule = "ORG-12"
    zh = "指令须由他人下达。"
    en = "An instruction was given by somebody else."


class NotTheInstructor(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_instructor"
    rule = "ORG-12"
    zh = "只有下达指令的人可以答复。"
    en = "Only who gave the instruction answers the dissent."


class NotTheDissenter(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_dissenter"
    rule = "ORG-12"
    zh = "只有提出异议的人可以注明已执行。"
    en = "Only who dissented notes that it was done."


class DissentAnswered(Conflict):
    code = "dissent_answered"
    rule = "ORG-12"
    zh = "该异议已有答复。"
    en = "The dissent is answered already."


class DissentComplied(Conflict):
    code = "dissent_complied"
    rule = "ORG-12"
    zh = "已注明执行。"
    en = "It is noted already that it was done."


class Dissent(Model):
    """What was ordered and what was said against it are never changed. `reference` names the task, opaque to us."""

    __tablename__ = "dissent"
    __table_args__ = (
        Index("ix_dissent_employee_id", "employee_id", "id"),
        Index("ix_dissent_given_by_id", "given_by_id", "id"),
        Index(None, "reference"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    reference: Mapped[str] = mapped_column(Text)
    instruction: Mapped[str] = mapped_column(Text)
    dissent: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answered_by: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    complied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def reply(self, text: str, *, outcome: DissentOutcome, by: str, now: datetime) -> None:
        """Raises DissentAnswered."""
        if self.answer is not None:
            raise DissentAnswered
        self.answer, self.outcome, self.answered_by, self.answered_at = text, outcome, by, now
        self.version += 1

    def comply(self, *, now: datetime) -> None:
        """Raises DissentComplied."""
        if self.complied_at is not None:
            raise DissentComplied
        self.complied_at = now
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "employee_id": shown_employee(self.employee_id),
            "given_by_id": shown_employee(self.given_by_id),
            "reference": self.reference,
            "outcome": self.outcome,
            "complied": self.complied_at is not None,
        }
