"""What the company sets beside the national calendar: its own days, and changed hours by notice (rules ATT-2, ATT-8)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.attendance.plan import NoticeInForce
from people.domain.attendance.policy import read_time
from people.domain.model import Model

LONGEST_NOTICE_DAYS = 366


class NoticeNotFound(NotFound):
    code = "hours_notice_not_found"
    zh = "找不到该调整通知。"
    en = "There is no such notice."


class NoticeWithdrawn(Conflict):
    code = "hours_notice_withdrawn"
    rule = "ATT-8"
    zh = "该通知已撤回。"
    en = "This notice was withdrawn already."


class NoticeInvalid(Invalid):
    code = "hours_notice_invalid"
    rule = "ATT-8"
    zh = "通知有 {count} 处不成立，见 errors。"
    en = "The notice does not hold together in {count} places; see errors."


class CompanyDayNotFound(NotFound):
    code = "company_day_not_found"
    zh = "公司没有单独设置这一天。"
    en = "The company has set nothing for this day."


class CompanyDay(Model):
    """The company's word on a day, in place of the national calendar's."""

    __tablename__ = "company_day"

    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    set_by: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    def facts(self) -> dict[str, object]:
        return {"on_day": self.on_day.isoformat(), "kind": self.kind, "name": self.name}


class HoursNotice(Model):
    """Changed hours for some units and all beneath them. `sessions` empty: no work on these days."""

    __tablename__ = "hours_notice"
    __table_args__ = (Index(None, "last_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    unit_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    sessions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn_by: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    def withdraw(self, *, by: str, now: datetime) -> None:
        """Raises NoticeWithdrawn."""
        if self.state == "withdrawn":
            raise NoticeWithdrawn
        self.state, self.withdrawn_at, self.withdrawn_by = "withdrawn", now, by
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "title": self.title,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "sessions": self.sessions,
            "state": self.state,
        }


def notice_times(sessions: list[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    """Raises TimeUnreadable."""
    return tuple((read_time(entry["start"]), read_time(entry["end"])) for entry in sessions)


def notice_in_force(
    *, id: UUID, first: date, last: date, units: frozenset[UUID], sessions: list[dict[str, Any]]
) -> NoticeInForce:  # fmt: skip
    return NoticeInForce(id=id, first=first, last=last, units=units, sessions=notice_times(sessions))
