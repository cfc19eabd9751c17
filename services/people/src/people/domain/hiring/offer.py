"""Offers: terms and a day until which they hold (rule ORG-4)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from people.domain.model import Model

LONGEST_PROBATION_MONTHS = 6


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class NoOffer(Conflict):
    code = "no_offer"
    rule = "ORG-4"
    zh = "候选人没有有效的录用通知。"
    en = "The candidate has no offer that stands."


class OfferLapsed(Conflict):
    code = "offer_lapsed"
    rule = "ORG-4"
    zh = "录用通知的有效期至 {day}，已过期；请重新发出。"
    en = "The offer held until {day} and has lapsed; make a new one."


class OfferDaysWrong(Invalid):
    code = "offer_days_wrong"
    rule = "ORG-4"
    zh = "有效期和入职日不能早于今天。"
    en = "An offer is valid, and work begins, today or later."


class Offer(Model):
    """`terms_sealed`: pay and conditions are personal data."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_candidate_id", "candidate_id", "id"),
        Index("uq_offer_open", "candidate_id", unique=True, postgresql_where=column("state").in_(["open", "accepted"])),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    terms_sealed: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    probation_months: Mapped[int]
    valid_until: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    note: Mapped[str] = mapped_column(Text)

    def must_stand(self, *, today: date) -> None:
        """Raises OfferLapsed."""
        if today > self.valid_until:
            raise OfferLapsed(day=self.valid_until)

    def end(self, state: OfferState, *, note: str, now: datetime) -> None:
        self.state, self.note, self.ended_at = state, note, now


def months_later(day: date, months: int) -> date:
    """The last day of so many months that begin on `day`: three from 2026-11-30 end on 2027-02-28."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following.toordinal() - date(year, month + 1, 1).toordinal()
    # Until the day before the same day of that month.
    if day.day > last:
        return date(year, month + 1, last)
    return date.fromordinal(date(year, month + 1, day.day).toordinal() - 1)
