"""Meetings of a unit: agenda, who is invited, minutes in versions (rule ORG-9)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Forbidden, Invalid, NotFound
from people.domain.ids import shown_employee, shown_unit
from people.domain.model import Model


class MeetingState(StrEnum):
    """`closed`: its newest minutes are closed."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Presence(StrEnum):
    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"


class MeetingNotFound(NotFound):
    code = "meeting_not_found"
    zh = "找不到该会议，或您不在参会范围内。"
    en = "There is no such meeting, or you are not part of it."


class MeetingEndsEarly(Invalid):
    code = "meeting_ends_before_it_begins"
    rule = "ORG-9"
    zh = "会议的结束时间须晚于开始时间。"
    en = "A meeting ends after it begins."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/ends_at", code=self.code, zh="须晚于开始时间", en="has to be after the beginning")])


class NotInvited(Invalid):
    code = "not_invited"
    rule = "ORG-9"
    zh = "有 {count} 人不在参会名单中，请先邀请。"
    en = "{count} people are not invited; invite them first."


class PresenceNoted(Conflict):
    code = "presence_noted"
    rule = "ORG-9"
    zh = "{names} 的到会情况已登记，不能从参会名单中移除。"
    en = "It is noted whether {names} came; they stay on the list."

    def __init__(self, *, names: str) -> None:
        super().__init__(errors=[FieldError(pointer="/invited", code=self.code, zh=names, en=names)], names=names)


class MeetingFixed(Conflict):
    code = "meeting_fixed"
    rule = "ORG-9"
    zh = "会议已取消或纪要已定稿，不能再修改。"
    en = "The meeting was cancelled, or its minutes are closed; it can no longer be changed."


class MeetingNotBegun(Conflict):
    code = "meeting_not_begun"
    rule = "ORG-9"
    zh = "会议尚未开始，不能登记出席或定稿纪要。"
    en = "The meeting has not begun: no presence and no closed minutes yet."


class NotYourMeeting(Forbidden):
    code = "not_your_meeting"
    rule = "ORG-9"
    zh = "只有召集人和记录人可以这样做。"
    en = "Only whoever called the meeting, or takes its minutes, can do this."


class ChairNeeded(Conflict):
    code = "chair_needed"
    rule = "ORG-9"
    zh = "您的账号没有对应的员工，请指定召集人。"
    en = "Your account is no employee's: name who chairs the meeting."


class AgendaItem(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    minutes: Annotated[int, Field(ge=0, le=1440)]
    presenter: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class Meeting(Model):
    __tablename__ = "meeting"
    __table_args__ = (Index(None, "starts_at", "id"), Index(None, "unit_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    place: Mapped[str] = mapped_column(Text)
    chair_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    writer_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    agenda: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def must_be_run_by(self, employee_id: UUID | None) -> None:
        """None: whoever oversees all meetings. Raises NotYourMeeting."""
        if employee_id is not None and employee_id not in (self.chair_id, self.writer_id):
            raise NotYourMeeting

    def must_be_planned(self) -> None:
        """Raises MeetingFixed."""
        if self.state != MeetingState.PLANNED:
            raise MeetingFixed

    def must_have_begun(self, now: datetime) -> None:
        """Raises MeetingNotBegun."""
        if now < self.starts_at:
            raise MeetingNotBegun

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "title": self.title,
            "unit_id": shown_unit(self.unit_id) if self.unit_id else None,
            "chair_id": shown_employee(self.chair_id),
            "writer_id": shown_employee(self.writer_id),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "place": self.place,
            "agenda": [item["title"] for item in self.agenda],
            "state": self.state,
        }


class MeetingInvitee(Model):
    __tablename__ = "meeting_invitee"
    __table_args__ = (Index(None, "employee_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    presence: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
