"""Spells of work, how probation ended, and moves from position to position (rule ORG-6). A person who comes back keeps their file."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.ids import shown_employee, shown_position
from people.domain.model import Model


class ProbationOutcome(StrEnum):
    CONFIRMED = "confirmed"
    EXTENDED = "extended"
    ENDED = "ended"


class MoveKind(StrEnum):
    TRANSFER = "transfer"
    PROMOTION = "promotion"
    DEMOTION = "demotion"


class MoveState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class NotOnProbation(Conflict):
    code = "not_on_probation"
    rule = "ORG-6"
    zh = "{name} 不在试用期。"
    en = "{name} is not on probation."


class ProbationNotLonger(Invalid):
    code = "probation_not_longer"
    rule = "ORG-6"
    zh = "延长后的试用期须晚于原定的 {day}，且不得早于今天。"
    en = "An extended probation ends later than {day}, and not before today."


class MoveNotFound(NotFound):
    code = "move_not_found"
    zh = "找不到该调动。"
    en = "There is no such move."


class MovePlanned(Conflict):
    code = "move_planned"
    rule = "ORG-6"
    zh = "{name} 已有定于 {day} 的调动，请先撤回。"
    en = "A move of {name} is planned for {day} already; withdraw it first."


class MovesNowhere(Invalid):
    code = "moves_nowhere"
    rule = "ORG-6"
    zh = "{name} 已在该岗位。"
    en = "{name} holds that position already."


class MoveHasTakenEffect(Conflict):
    code = "move_has_taken_effect"
    rule = "ORG-6"
    zh = "调动已于 {day} 生效，不能撤回；请新做一次调动。"
    en = "The move took effect on {day} and cannot be withdrawn; move them once more."


class Employment(Model):
    """One spell, from the first day to the last; who comes back gets another."""

    __tablename__ = "employment"
    __table_args__ = (Index("ix_employment_employee_id", "employee_id", "hired_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    hired_on: Mapped[date] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    candidate_id: Mapped[UUID | None] = mapped_column(ForeignKey("candidate.id"))
    leaving_id: Mapped[UUID | None]


class ProbationDecision(Model):
    __tablename__ = "probation_decision"
    __table_args__ = (Index("ix_probation_decision_employee_id", "employee_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    outcome: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date] = mapped_column(Date)
    until_before: Mapped[date | None] = mapped_column(Date)
    until_after: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Move(Model):
    """`from_until_before` is how long the position that is left would have been held; a withdrawal brings it back."""

    __tablename__ = "move"
    __table_args__ = (
        Index("ix_move_employee_id", "employee_id", "takes_effect_on"),
        Index("uq_move_planned", "employee_id", unique=True, postgresql_where=column("state") == "planned"),
        Index("ix_move_planned_on", "takes_effect_on", postgresql_where=column("state") == "planned"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(Text)
    from_position_id: Mapped[UUID | None] = mapped_column(ForeignKey("position.id"))
    to_position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    takes_effect_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    from_assignment_id: Mapped[UUID | None]
    from_until_before: Mapped[date | None] = mapped_column(Date)
    to_assignment_id: Mapped[UUID]
    planned_by: Mapped[str] = mapped_column(Text)
    planned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def withdraw(self, *, today: date) -> None:
        """Raises MoveHasTakenEffect."""
        if self.state != MoveState.PLANNED or self.takes_effect_on <= today:
            raise MoveHasTakenEffect(day=self.takes_effect_on)
        self.state = MoveState.WITHDRAWN
        self.version += 1

    def note_done(self) -> None:
        self.state = MoveState.DONE
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "employee_id": shown_employee(self.employee_id),
            "kind": self.kind,
            "from_position_id": shown_position(self.from_position_id) if self.from_position_id else None,
            "to_position_id": shown_position(self.to_position_id),
            "takes_effect_on": self.takes_effect_on.isoformat(),
            "state": self.state,
        }
