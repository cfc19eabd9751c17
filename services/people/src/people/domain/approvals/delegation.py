"""Delegations: who decides in somebody's place, from a day until a day (rule APR-2)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from people.domain.model import Model

LONGEST_DAYS = 366


class DelegationNotFound(NotFound):
    code = "delegation_not_found"
    zh = "找不到该委托。"
    en = "There is no such delegation."


class DelegationOver(Conflict):
    code = "delegation_over"
    zh = "该委托已经结束。"
    en = "This delegation is over."


class DelegateUnfit(Invalid):
    code = "delegate_unfit"
    rule = "APR-2"
    zh = "只能委托给另一位可以登录的同事。"
    en = "A delegate must be a colleague who can sign in, and not yourself."


class DelegationDaysWrong(Invalid):
    code = "delegation_days_wrong"
    rule = "APR-2"
    zh = "委托从今天或以后开始，结束不早于开始，最长 366 天。"
    en = "A delegation begins today or later, ends no earlier than it begins, and lasts 366 days at most."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/until_on", code="days_wrong", zh="日期不正确", en="wrong days")])


class ApprovalDelegation(Model):
    """`kinds` None: requests of every kind. Both days belong to it. Who delegated can still decide as well."""

    __tablename__ = "approval_delegation"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("from_account_id <> to_account_id", name="to_another"),
        Index(None, "from_account_id", "until_on"),
        Index(None, "to_account_id", "until_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    from_account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    to_account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kinds: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def end(self, *, today: date, now: datetime) -> None:
        """Raises DelegationOver."""
        if self.ended_at is not None or self.until_on < today:
            raise DelegationOver
        self.ended_at = now
        self.version += 1

    def facts(self) -> dict[str, object]:
        days = {"from_on": self.from_on.isoformat(), "until_on": self.until_on.isoformat()}
        return {"to": str(self.to_account_id), "kinds": self.kinds, **days, "ended": self.ended_at is not None}


def check_days(*, from_on: date, until_on: date, today: date) -> None:
    """Raises DelegationDaysWrong."""
    if from_on < today or until_on < from_on or (until_on - from_on).days >= LONGEST_DAYS:
        raise DelegationDaysWrong


def kinds_of(kinds: Sequence[str] | None) -> list[str] | None:
    return None if kinds is None else sorted(set(kinds))
