"""People who work here, whether or not they may sign in (rule ORG-6)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import NotFound
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


class Employee(Model):
    """`number` is what people see (`EM-20261122-000001`); `contact_sealed` holds phone, ID card number and address as sealed JSON."""

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
