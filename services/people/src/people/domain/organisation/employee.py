"""People who work here, whether or not they may sign in (rule ORG-6)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from people.domain.ids import shown_account
from people.domain.model import Model


class Stage(StrEnum):
    """A candidate is no employee yet: hiring/candidate.py."""

    PROBATION = "probation"
    REGULAR = "regular"
    LEFT = "left"


class EmployeeKind(StrEnum):
    FORMAL = "formal"
    TEMPORARY = "temporary"


class EmployeeNotFound(NotFound):
    code = "employee_not_found"
    zh = "找不到该员工。"
    en = "There is no such employee."


class AccountTaken(Conflict):
    code = "account_taken"
    rule = "ORG-8"
    zh = "该账号已属于另一名员工（{name}）；账号不得共用。"
    en = "The account belongs to another employee ({name}) already; accounts are never shared."


class ProbationEndsEarly(Conflict):
    code = "probation_ends_before_hiring"
    rule = "ORG-6"
    zh = "试用期结束日不能早于入职日。"
    en = "Probation cannot end before the day of hiring."


class EmployeeHasLeft(Conflict):
    code = "employee_has_left"
    rule = "ORG-6"
    zh = "{name} 已离职，不能再修改。"
    en = "{name} has left; the record can no longer be changed."


class CameBackTooEarly(Conflict):
    code = "came_back_too_early"
    rule = "ORG-6"
    zh = "{name} 的最后工作日为 {day}，重新入职须在其后。"
    en = "{name} belonged to the company until {day}; they come back later than that."


class Employee(Model):
    """`number` is what people see (`EM-20261122-000001`); `contact_sealed` holds phone, ID card number and address as sealed JSON.

    `left_on` is the last day they belong to the company.
    """

    __tablename__ = "employee"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), unique=True)
    stage: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    hired_on: Mapped[date] = mapped_column(Date)
    probation_until: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    contact_sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def works_on(self, day: date) -> bool:
        return self.hired_on <= day and (self.left_on is None or day <= self.left_on)

    def confirm(self) -> None:
        """Probation was passed; when it would have ended stays readable."""
        self.stage = Stage.REGULAR
        self.version += 1

    def extend_probation(self, until: date) -> None:
        self.probation_until = until
        self.version += 1

    def leave(self, last_day: date) -> None:
        self.stage, self.left_on = Stage.LEFT, last_day
        self.version += 1

    def come_back(self, *, on: date, probation_until: date | None) -> None:
        """The same person and number; what was before stays in the assignments. Raises CameBackTooEarly."""
        if self.left_on is not None and on <= self.left_on:
            raise CameBackTooEarly(name=self.name, day=self.left_on)
        self.stage = Stage.PROBATION if probation_until else Stage.REGULAR
        self.hired_on, self.probation_until, self.left_on = on, probation_until, None
        self.version += 1

    def facts(self) -> dict[str, object]:
        """For the audit trail: nothing personal but the name."""
        return {
            "number": self.number,
            "name": self.name,
            "kind": self.kind,
            "stage": self.stage,
            "hired_on": self.hired_on.isoformat(),
            "probation_until": self.probation_until.isoformat() if self.probation_until else None,
            "account_id": shown_account(self.account_id) if self.account_id else None,
        }
