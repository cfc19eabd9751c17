"""Kinds of leave 假别, as versioned data (rules ATT-9, SYS-6): paid or not, with a balance or not, in half days or hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.model import Model


class LeaveUnit(StrEnum):
    HALF_DAY = "half_day"
    HOUR = "hour"


class LeaveKindNotFound(NotFound):
    code = "leave_kind_not_found"
    zh = "没有“{kind}”这种假别，或该假别在当天尚未启用。"
    en = 'There is no kind of leave "{kind}", or not yet on that day.'


class LeaveKindClosed(Conflict):
    code = "leave_kind_closed"
    rule = "ATT-9"
    zh = "假别“{kind}”已停用。"
    en = 'The kind of leave "{kind}" is no longer given.'


class LeaveKindInThePast(Invalid):
    code = "leave_kind_in_the_past"
    rule = "SYS-6"
    zh = "假别的新版本不能早于今天（{today}）生效：已批准的请假不会被改写。"
    en = "A new version of a kind of leave cannot take effect before today ({today}): leave that was approved is not rewritten."


class LeaveUnitFixed(Conflict):
    code = "leave_unit_fixed"
    rule = "ATT-9"
    zh = "假别的计量单位和余额方式不能更改，余额台账以它计数；请另设一种假别。"
    en = "The unit of a kind of leave, and whether it has balances, cannot change: its ledger counts by them. Make another kind."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveKind:
    """`calendar_days`: rest days within it count too, as for maternity leave. `active` False: no longer given."""

    code: str
    version: int
    effective_from: date
    name_zh: str
    name_en: str
    paid: bool
    balance: bool
    unit: LeaveUnit
    evidence: bool
    calendar_days: bool
    active: bool


class LeaveKindVersion(Model):
    """A version is never changed, only followed by the next. The first ones stand in FIRST_KINDS."""

    __tablename__ = "leave_kind_version"
    __table_args__ = (UniqueConstraint("code", "version", name="uq_leave_kind_version_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    effective_from: Mapped[date] = mapped_column(Date)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    paid: Mapped[bool]
    balance: Mapped[bool]
    unit: Mapped[str] = mapped_column(Text)
    evidence: Mapped[bool]
    calendar_days: Mapped[bool]
    active: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str] = mapped_column(Text)


FROM_THE_BEGINNING = date(2000, 1, 1)


def _first(
    code: str, zh: str, en: str, *, paid: bool = True, balance: bool = False, hours: bool = False, evidence: bool = False,
    calendar_days: bool = False,
) -> LeaveKind:  # fmt: skip
    return LeaveKind(
        code=code,
        version=1,
        effective_from=FROM_THE_BEGINNING,
        name_zh=zh,
        name_en=en,
        paid=paid,
        balance=balance,
        unit=LeaveUnit.HOUR if hours else LeaveUnit.HALF_DAY,
        evidence=evidence,
        calendar_days=calendar_days,
        active=True,
    )


FIRST_KINDS: tuple[LeaveKind, ...] = (
    _first("annual", "年假", "Annual leave", balance=True),
    _first("personal", "事假", "Personal leave", paid=False, hours=True),
    _first("sick", "病假", "Sick leave", evidence=True),
    _first("time_off", "调休", "Time off in lieu", balance=True, hours=True),
    _first("marriage", "婚假", "Marriage leave", evidence=True),
    _first("maternity", "产假", "Maternity leave", evidence=True, calendar_days=True),
    _first("paternity", "陪产假", "Paternity leave", evidence=True, calendar_days=True),
    _first("bereavement", "丧假", "Bereavement leave", evidence=True),
    _first("injury", "工伤假", "Work injury leave", evidence=True, calendar_days=True),
    _first("business", "公出", "Away on business", hours=True),
)
"""Every house starts with these; each is version 1 of its code until the company publishes another."""


def kinds_on(kinds: Iterable[LeaveKind], day: date) -> dict[str, LeaveKind]:
    """By code, the newest version whose day has come."""
    found: dict[str, LeaveKind] = {}
    for kind in sorted(kinds, key=lambda one: (one.effective_from, one.version)):
        if kind.effective_from <= day:
            found[kind.code] = kind
    return found


def kind_on(kinds: Iterable[LeaveKind], *, code: str, day: date) -> LeaveKind:
    """Raises LeaveKindNotFound, LeaveKindClosed."""
    found = kinds_on(kinds, day).get(code)
    if found is None:
        raise LeaveKindNotFound(kind=code)
    if not found.active:
        raise LeaveKindClosed(kind=found.name_zh)
    return found


def check_next_version(before: LeaveKind | None, *, unit: LeaveUnit, balance: bool, effective_from: date, today: date) -> None:
    """Raises LeaveKindInThePast, LeaveUnitFixed."""
    if effective_from < today:
        raise LeaveKindInThePast(today=today.isoformat())
    if before is not None and (before.unit != unit or before.balance != balance):
        raise LeaveUnitFixed


def names_of(kinds: Mapping[str, LeaveKind], code: str) -> tuple[str, str]:
    known = kinds.get(code)
    return (code, code) if known is None else (known.name_zh, known.name_en)
