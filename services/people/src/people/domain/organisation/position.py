"""Positions, their versioned descriptions, how many people they are planned for, and who holds them (rules ORG-2, ORG-3)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from people.domain.ids import shown_employee, shown_position
from people.domain.model import Model


class DescriptionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class PositionNotFound(NotFound):
    code = "position_not_found"
    zh = "找不到该岗位。"
    en = "There is no such position."


class PositionCodeTaken(Conflict):
    code = "position_code_taken"
    rule = "ORG-2"
    zh = "岗位编码“{position}”已被使用。"
    en = 'The position code "{position}" is taken.'


class PositionClosed(Conflict):
    code = "position_closed"
    rule = "ORG-3"
    zh = "岗位“{position}”自 {day} 起已撤销。"
    en = 'The position "{position}" is closed from {day} on.'


class PositionHeld(Conflict):
    code = "position_held"
    rule = "ORG-3"
    zh = "{day} 起仍有 {count} 人任职于该岗位，请先调动。"
    en = "From {day} on {count} people still hold the position; transfer them first."


class AssignmentNotFound(NotFound):
    code = "assignment_not_found"
    zh = "找不到该任职记录。"
    en = "There is no such assignment."


class AlreadyHoldsPosition(Conflict):
    code = "already_holds_position"
    rule = "ORG-3"
    zh = "{name} 在该期间已任职于岗位“{position}”。"
    en = '{name} holds the position "{position}" in that time already.'


class MainPositionTaken(Conflict):
    code = "main_position_taken"
    rule = "ORG-3"
    zh = "{name} 自 {day} 起已有主岗；一人同一时间只有一个主岗，请先结束或选择兼岗。"
    en = "{name} has a main position from {day} on; one at a time: end it first, or make this a further position."


class NotEmployedThen(Conflict):
    code = "not_employed_then"
    rule = "ORG-6"
    zh = "{name} 在 {day} 不在职。"
    en = "{name} does not work here on {day}."


class AssignmentEndsTooEarly(Conflict):
    code = "assignment_ends_too_early"
    rule = "ORG-3"
    zh = "任职结束日须晚于开始日 {day}。"
    en = "An assignment ends after the day on which it begins, {day}."


class Position(Model):
    __tablename__ = "position"
    __table_args__ = (Index(None, "unit_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int]


class PositionDescription(Model):
    """One version of 岗位说明书. In force: the published one with the latest `effective_from` that has come; a published one never changes.

    `attendance_group` names a group of the attendance policy (rule ATT-2); `role_ids` are the roles that holders get (rule ORG-7).
    """

    __tablename__ = "position_description"
    __table_args__ = (
        Index("ix_position_description_in_force", "position_id", "effective_from", "number"),
        UniqueConstraint("position_id", "number", name="uq_position_description_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date | None] = mapped_column(Date)
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    grade: Mapped[str] = mapped_column(Text)
    superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("position.id"))
    attendance_group: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    duties: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    indicators: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    qualifications: Mapped[dict[str, Any]] = mapped_column(JSONB)
    role_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    written_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]


class Headcount(Model):
    """How many people a position is planned for, from a day on; the row with the latest day that has come counts."""

    __tablename__ = "headcount"
    __table_args__ = (Index("ix_headcount_position_id", "position_id", "valid_from", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    planned: Mapped[int]
    approval_id: Mapped[UUID | None]
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    set_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class Assignment(Model):
    """Who holds a position, from `valid_from` up to, not including, `valid_until`. One main position at a time."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "employee_id", "valid_from"), Index(None, "position_id", "valid_from"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    main: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)

    def overlaps(self, since: date, until: date | None) -> bool:
        return (self.valid_until is None or since < self.valid_until) and (until is None or self.valid_from < until)

    def facts(self) -> dict[str, object]:
        return {
            "employee_id": shown_employee(self.employee_id),
            "position_id": shown_position(self.position_id),
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "main": self.main,
        }
