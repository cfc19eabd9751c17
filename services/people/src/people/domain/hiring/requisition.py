"""Requests for people (rules ORG-3, ORG-4): so many openings of one position, never more than the headcount has room for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.ids import shown_position
from people.domain.model import Model


class RequisitionState(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"


class RequisitionNotFound(NotFound):
    code = "requisition_not_found"
    zh = "找不到该用人申请。"
    en = "There is no such requisition."


class RequisitionPastHeadcount(Conflict):
    code = "requisition_past_headcount"
    rule = "ORG-3"
    zh = "岗位“{position}”在 {day} 编制 {planned} 人、在岗 {staff} 人、其他申请待招 {asked} 人，再招 {openings} 人将超编：须先经审批增加编制。"
    en = (
        'The position "{position}" is planned for {planned} on {day}; it has {staff} people and {asked} openings are asked for already, '
        "so {openings} more would exceed it: that needs an approved raise of the headcount first."
    )


class RequisitionNotOpen(Conflict):
    code = "requisition_not_open"
    rule = "ORG-4"
    zh = "用人申请 {number} 已{state_zh}。"
    en = "The requisition {number} is {state_en}."


class WantedInThePast(Invalid):
    code = "wanted_in_the_past"
    rule = "ORG-4"
    zh = "到岗日期不能早于今天。"
    en = "People cannot be wanted by a day that is past."


class FewerThanHired(Conflict):
    code = "fewer_openings_than_hired"
    rule = "ORG-4"
    zh = "已录用 {hired} 人，招聘人数不能更少。"
    en = "{hired} were hired on it already; it cannot ask for fewer."


STATE_WORDS = {
    RequisitionState.OPEN: ("开放", "open"),
    RequisitionState.FILLED: ("招满", "filled"),
    RequisitionState.CLOSED: ("关闭", "closed"),
}


class Requisition(Model):
    __tablename__ = "requisition"
    __table_args__ = (Index(None, "position_id"), Index("ix_requisition_state", "state", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    openings: Mapped[int]
    hired: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    wanted_by: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    close_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    @property
    def left_to_hire(self) -> int:
        return self.openings - self.hired if self.state == RequisitionState.OPEN else 0

    def must_be_open(self) -> None:
        """Raises RequisitionNotOpen."""
        if self.state != RequisitionState.OPEN:
            zh, en = STATE_WORDS[RequisitionState(self.state)]
            raise RequisitionNotOpen(number=self.number, state_zh=zh, state_en=en)

    def change(self, *, openings: int, reason: str, wanted_by: date) -> None:
        """Raises FewerThanHired."""
        if openings < self.hired:
            raise FewerThanHired(hired=self.hired)
        self.openings, self.reason, self.wanted_by = openings, reason, wanted_by
        self._settle()

    def close(self, *, reason: str, now: datetime) -> None:
        """Raises RequisitionNotOpen."""
        self.must_be_open()
        self.state, self.close_reason, self.closed_at = RequisitionState.CLOSED, reason, now
        self.version += 1

    def note_hired(self) -> None:
        self.hired += 1
        self._settle()

    def _settle(self) -> None:
        if self.hired == self.openings:
            self.state = RequisitionState.FILLED
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "number": self.number,
            "position_id": shown_position(self.position_id),
            "openings": self.openings,
            "hired": self.hired,
            "reason": self.reason,
            "wanted_by": self.wanted_by.isoformat(),
            "state": self.state,
        }
