"""Rotas 调休: who of a unit rests on which days of a month, and what a plan should make somebody think twice about (ATT-2, ATT-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.attendance.plan import DayKind, NationalKind, kind_of
from people.domain.attendance.policy import Group, Pattern, Policy
from people.domain.model import Model

# By employee, the days on which they rest.
Rests = Mapping[UUID, frozenset[date]]


class RotaNotFound(NotFound):
    code = "rota_not_found"
    zh = "该部门这个月还没有排班。"
    en = "This unit has no rota for this month yet."


class RotaInvalid(Invalid):
    code = "rota_invalid"
    rule = "ATT-2"
    zh = "排班有 {count} 处不成立，见 errors。"
    en = "The rota does not hold together in {count} places; see errors."


class RotaUnchanged(Conflict):
    code = "rota_unchanged"
    rule = "ATT-2"
    zh = "排班与已发布的相同，无需再发布。"
    en = "The rota is the same as the published one."


class RotaReasonMissing(Invalid):
    code = "rota_reason_missing"
    rule = "ATT-2"
    zh = "更改已发布的排班需要写明原因。"
    en = "A change to a published rota needs a reason."


class RotaPlan(Model):
    """The rota of a unit for a month. `rests` is what is being planned; versions are what was published; `rest_day` is what holds."""

    __tablename__ = "rota_plan"
    __table_args__ = (UniqueConstraint("unit_id", "month", name="uq_rota_plan_unit_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    month: Mapped[date] = mapped_column(Date)
    rests: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    least_on_duty: Mapped[int]
    published_number: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    @property
    def planned(self) -> Rests:
        return {UUID(hex=employee): frozenset(date.fromisoformat(on) for on in days) for employee, days in self.rests.items()}

    def plan(self, rests: Rests, *, least_on_duty: int, by: str, now: datetime) -> None:
        self.rests = stored_rests(rests)
        self.least_on_duty = least_on_duty
        self.changed_at, self.changed_by = now, by
        self.version += 1


class RotaVersion(Model):
    __tablename__ = "rota_version"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("rota_plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rests: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str] = mapped_column(Text)


class RestDay(Model):
    __tablename__ = "rest_day"
    __table_args__ = (Index(None, "plan_id"),)

    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("rota_plan.id"))


def stored_rests(rests: Rests) -> dict[str, list[str]]:
    """Sorted, so that the same plan is the same text."""
    return {employee.hex: sorted(on.isoformat() for on in rests[employee]) for employee in sorted(rests) if rests[employee]}


class RotaWarningCode(StrEnum):
    WEEKLY_LIMIT = "weekly_limit"
    TOO_FEW_RESTS = "too_few_rests"
    TOO_MANY_RESTS = "too_many_rests"
    UNDERSTAFFED = "understaffed"
    REST_ON_HOLIDAY = "rest_on_holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaWarning:
    """`planned` against `limit`: minutes of a week (`on_day` its Monday), rest days of the month, or people on a day."""

    code: RotaWarningCode
    employee_id: UUID | None
    on_day: date | None
    planned: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaMonth:
    """What a rota is judged with. `days` covers the whole weeks around the month; `around` are rests that hold outside of it.

    `planned` are the months around it (their first days) that are published: of others nobody knows yet who works when.
    """

    first: date
    last: date
    policy: Policy
    groups: Mapping[UUID, Group]
    days: Mapping[date, NationalKind]
    around: Rests
    planned: frozenset[date]
    least_on_duty: int

    def knows(self, group: Group, on: date) -> bool:
        return group.pattern is Pattern.WEEK or self.first <= on <= self.last or on.replace(day=1) in self.planned


def warnings_of(rests: Rests, month: RotaMonth) -> list[RotaWarning]:
    """A plan with warnings may be published all the same: whoever publishes has seen them (rule ATT-12)."""
    found: list[RotaWarning] = []
    for employee, group in sorted(month.groups.items()):
        own = rests.get(employee, frozenset[date]())
        found += _rest_warnings(employee, group, own, month)
        found += _week_warnings(employee, group, own | month.around.get(employee, frozenset[date]()), month)
    return found + _day_warnings(rests, month)


def _works(group: Group, on: date, month: RotaMonth, rested: frozenset[date]) -> bool:
    return kind_of(group, on=on, national=month.days[on], rested=on in rested, rota_known=True) is DayKind.WORK


def _rest_warnings(employee: UUID, group: Group, own: frozenset[date], month: RotaMonth) -> list[RotaWarning]:
    found = [
        RotaWarning(code=RotaWarningCode.REST_ON_HOLIDAY, employee_id=employee, on_day=on, planned=1, limit=0)
        for on in sorted(own)
        if not _works(group, on, month, frozenset())
    ]
    code = RotaWarningCode.TOO_MANY_RESTS if len(own) > group.rest_days else RotaWarningCode.TOO_FEW_RESTS
    # A movable rest day may be taken at short notice; a rota must give all of them.
    if len(own) > group.rest_days or (len(own) < group.rest_days and group.pattern is Pattern.ROTA):
        found.append(RotaWarning(code=code, employee_id=employee, on_day=None, planned=len(own), limit=group.rest_days))
    return found


def _week_warnings(employee: UUID, group: Group, rested: frozenset[date], month: RotaMonth) -> list[RotaWarning]:
    found: list[RotaWarning] = []
    monday = month.first - timedelta(days=month.first.weekday())
    while monday <= month.last:
        week = [monday + timedelta(days=place) for place in range(7)]
        minutes = sum(month.knows(group, on) and _works(group, on, month, rested) for on in week) * month.policy.day_minutes
        if minutes > month.policy.weekly_limit_minutes:
            limit = month.policy.weekly_limit_minutes
            found.append(RotaWarning(code=RotaWarningCode.WEEKLY_LIMIT, employee_id=employee, on_day=monday, planned=minutes, limit=limit))
        monday += timedelta(days=7)
    return found


def _day_warnings(rests: Rests, month: RotaMonth) -> list[RotaWarning]:
    found: list[RotaWarning] = []
    for on in days_between(month.first, month.last):
        # On a day that is off for all of them nobody is missing.
        could = sum(_works(group, on, month, frozenset()) for group in month.groups.values())
        here = sum(_works(group, on, month, rests.get(employee, frozenset[date]())) for employee, group in month.groups.items())
        if could and here < month.least_on_duty:
            limit = month.least_on_duty
            found.append(RotaWarning(code=RotaWarningCode.UNDERSTAFFED, employee_id=None, on_day=on, planned=here, limit=limit))
    return found


def weekly_minutes(group: Group, policy: Policy) -> int:
    """What an ordinary week of a group asks: six days of 7.5 hours are 45 hours."""
    return (7 - len(group.rest_weekdays)) * policy.day_minutes if group.pattern is Pattern.WEEK else 0


def days_between(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]
