"""Regular one-to-one talks (rule ORG-12): seen by the two and by HR, and by nobody else."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, Kind, NotFound, Refusal
from people.domain.model import Model


class TalkNotFound(NotFound):
    code = "talk_not_found"
    zh = "找不到该谈话记录，或您无权查看。"
    en = "There is no such talk, or you may not see it."


class TalkDaysWrong(Invalid):
    code = "talk_days_wrong"
    rule = "ORG-12"
    zh = "谈话日期不能晚于今天，下次谈话须晚于本次。"
    en = "A talk took place today or earlier, and the next one comes after it."


class TalkWithOneself(Invalid):
    code = "talk_with_oneself"
    rule = "ORG-12"
    zh = "一对一谈话需要另一位员工。"
    en = "A one-to-one talk takes somebody else."


class NotTheirTalk(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_their_talk"
    rule = "ORG-12"
    zh = "只能登记与自己下属的谈话。"
    en = "You record talks with your own people only."


class NotTheOther(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_other"
    rule = "ORG-12"
    zh = "只有员工本人可以确认谈话记录。"
    en = "Only the employee agrees to the record of a talk."


class TalkAgreed(Conflict):
    code = "talk_agreed"
    rule = "ORG-12"
    zh = "双方已确认该谈话记录，不能再修改。"
    en = "Both have agreed to the record; it is no longer changed."


class Talk(Model):
    """`with_id` led it and wrote it down; once the employee has agreed it stays as it is."""

    __tablename__ = "talk"
    __table_args__ = (Index("ix_talk_employee_id", "employee_id", "held_on"), Index("ix_talk_with_id", "with_id", "held_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    with_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    held_on: Mapped[date] = mapped_column(Date)
    notes_sealed: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None] = mapped_column(Date)
    written_by: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    agreed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def must_be_open(self) -> None:
        """Raises TalkAgreed."""
        if self.agreed_at is not None:
            raise TalkAgreed

    def agree(self, *, now: datetime) -> None:
        """Raises TalkAgreed."""
        self.must_be_open()
        self.agreed_at = now
        self.version += 1
