"""Objections 异议: in writing until the 5th (or the day that the policy says), settled by HR with those concerned; silence accepts (rule ATT-7, clause 4.2.1)."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Kind, NotFound, Refusal
from people.domain.attendance.month_dates import MonthDates
from people.domain.model import Model


class ObjectionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ObjectionNotFound(NotFound):
    code = "objection_not_found"
    zh = "找不到该异议，或您无权查看。"
    en = "There is no such objection, or you may not see it."


class ObjectionTooLate(Conflict):
    code = "objection_too_late"
    rule = "ATT-7"
    zh = "{month} 的考勤异议须在 {until} 结束前（含当天）书面提出，现已逾期，视为接受（ATT-7，管理制度 4.2.1）。"
    en = "Objections to {month} are taken in writing until the end of {until}, inclusive; after that the result counts as accepted (ATT-7, clause 4.2.1)."


class ObjectionTooEarly(Conflict):
    code = "objection_too_early"
    rule = "ATT-7"
    zh = "{day} 尚未过去，还没有可以异议的结果。"
    en = "{day} is not over: there is no result to object to yet."


class ObjectionOpenAlready(Conflict):
    code = "objection_open_already"
    rule = "ATT-7"
    zh = "这一天已有异议 {number} 正在处理。"
    en = "An objection to that day, {number}, is being dealt with already."


class ObjectionDecided(Conflict):
    code = "objection_decided"
    rule = "ATT-7"
    zh = "该异议已有结论（{state}）。"
    en = "The objection is settled already ({state})."


class ObjectionChangesNothing(Conflict):
    code = "objection_changes_nothing"
    rule = "ATT-7"
    zh = "按所填更正重新计算后，当天结果没有变化；请核对更正的时间，或不采纳该异议。"
    en = "With what was entered the day's result stays the same: check the corrected time, or refuse the objection."


class OwnObjection(Refusal):
    kind = Kind.FORBIDDEN
    code = "own_objection"
    rule = "ORG-7"
    zh = "任何人都不能裁定自己的异议。"
    en = "Nobody settles their own objection."


class Objection(Model):
    """`was` and `became` are the day's figures before and after; `corrected` is what was entered as a fact when it was accepted."""

    __tablename__ = "attendance_objection"
    __table_args__ = (
        Index("ix_attendance_objection_month", "month", "id"),
        Index("ix_attendance_objection_employee_id", "employee_id", "id"),
        Index("uq_attendance_objection_open", "employee_id", "on_date", unique=True, postgresql_where=column("state") == "open"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    month: Mapped[date] = mapped_column(Date)
    on_date: Mapped[date] = mapped_column(Date)
    statement: Mapped[str] = mapped_column(Text)
    witness: Mapped[str] = mapped_column(Text)
    attachments: Mapped[str] = mapped_column(Text)
    filed_by: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(Text)
    heard: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    corrected: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    was: Mapped[dict[str, Any]] = mapped_column(JSONB)
    became: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def settle(self, state: ObjectionState, *, heard: str, decision: str, became: Mapping[str, Any] | None, by: str, now: datetime) -> None:
        """Raises ObjectionDecided."""
        if self.state != ObjectionState.OPEN:
            raise ObjectionDecided(state=self.state)
        self.state, self.heard, self.decision, self.decided_by, self.decided_at = state, heard, decision, by, now
        self.became = None if became is None else dict(became)
        self.version += 1


def check_in_time(day: date, *, dates: MonthDates, now: datetime, zone: tzinfo) -> None:
    """`dates` of the day's month. Raises ObjectionTooEarly, ObjectionTooLate."""
    if day >= now.astimezone(zone).date():
        raise ObjectionTooEarly(day=day.isoformat())
    if now >= dates.objections_end(zone):
        raise ObjectionTooLate(month=f"{dates.month:%Y-%m}", until=dates.object_until.isoformat())
