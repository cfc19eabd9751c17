"""From somebody's days to the row of their month: every figure is a sum over days that stand beside it (rules ATT-6, ATT-10).

Days are counted in parts, 120 a day whatever the number of its sessions, so that half a day is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from people.domain.attendance.day import Figures
from people.domain.attendance.leave_span import DAY_PARTS
from people.domain.attendance.overtime import NO_OVERTIME, OvertimeOnDay
from people.domain.attendance.plan import DayKind

COUNTED = (
    "late", "early", "leave_cases", "missing", "absent", "excused", "photo_proved", "contradictions", "late_minutes", "early_minutes",
    "rest_worked",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveTaken:
    number: str
    kind: str
    unit: str
    parts: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """`proved`: somebody signed in or out that day. `digest` is of everything the day's result was derived from."""

    on: date
    kind: DayKind
    sessions: int
    figures: Figures
    digest: str
    policy_version: int
    proved: bool
    leave: Sequence[LeaveTaken] = ()
    overtime: OvertimeOnDay = NO_OVERTIME

    @property
    def absent_parts(self) -> int:
        return self.figures.absent * DAY_PARTS // self.sessions if self.sessions else 0

    @property
    def worked_parts(self) -> int:
        asked = self.kind is DayKind.WORK or (self.kind is DayKind.UNPLANNED and self.proved)
        if not asked or not self.sessions:
            return 0
        return max(0, DAY_PARTS - self.absent_parts - sum(one.parts for one in self.leave))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the month asked of somebody: 24 days are 96 sign-ins and sign-outs, and 180 hours (rules ATT-1, ATT-2)."""

    days: int
    minutes: int
    punches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRow:
    """`figures` and `days` as they are stored; `digest` is of both: the same input gives the same row bit for bit."""

    figures: dict[str, Any]
    days: list[dict[str, Any]]
    digest: str


def row_of(days: Sequence[MonthDay], *, asked: Asked) -> CompiledRow:
    figures: dict[str, Any] = {
        "required_days": asked.days,
        "required_minutes": asked.minutes,
        "required_punches": asked.punches,
        "worked_parts": sum(day.worked_parts for day in days),
        "absent_parts": sum(day.absent_parts for day in days),
        "leave_parts": sum(one.parts for day in days for one in day.leave),
        "leave": _leave_by_kind(days),
        "overtime_minutes": sum(day.overtime.authorised for day in days),
        "unauthorised_minutes": sum(day.overtime.unauthorised for day in days),
        "unplanned_days": sum(day.kind is DayKind.UNPLANNED for day in days),
        "policy_version": max((day.policy_version for day in days), default=0),
    }
    figures |= {name: sum(getattr(day.figures, name) for day in days) for name in COUNTED}
    stored = [stored_day(day) for day in days]
    content = orjson.dumps([figures, stored], option=orjson.OPT_SORT_KEYS)
    return CompiledRow(figures=figures, days=stored, digest=sha256(content).hexdigest())


def _leave_by_kind(days: Sequence[MonthDay]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for day in days:
        for one in day.leave:
            known = found.setdefault(one.kind, {"unit": one.unit, "parts": 0, "minutes": 0})
            known["parts"] += one.parts
            known["minutes"] += one.minutes
    return dict(sorted(found.items()))


def stored_day(day: MonthDay) -> dict[str, Any]:
    """Figures that are nothing are left out: most days are ordinary."""
    kept: dict[str, Any] = {"on": day.on.isoformat(), "kind": int(day.kind), "digest": day.digest}
    kept |= {name: value for name in COUNTED if (value := getattr(day.figures, name))}
    for name, value in (("worked_parts", day.worked_parts), ("absent_parts", day.absent_parts)):
        if value:
            kept[name] = value
    if day.leave:
        kept["leave"] = [{"number": one.number, "kind": one.kind, "parts": one.parts, "minutes": one.minutes} for one in day.leave]
    if day.overtime.authorised:
        kept["overtime_minutes"] = day.overtime.authorised
    if day.overtime.unauthorised:
        kept["unauthorised_minutes"] = day.overtime.unauthorised
    return kept


def sheet_digest(rows: Sequence[tuple[str, str]]) -> str:
    """Of (employee, digest of the row), in the order of the employees."""
    return sha256(orjson.dumps(sorted(rows))).hexdigest()


def figure_of(days: Sequence[dict[str, Any]], name: str) -> int:
    """The sum that a figure must be, from the days that were stored."""
    if name == "leave_parts":
        return sum(one["parts"] for day in days for one in day.get("leave", ()))
    return sum(day.get(name, 0) for day in days)
