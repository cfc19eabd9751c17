"""When the demo company's people work: their rotas, and the punches that the device at the door sends."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from dianzhang.demo_people import Organisation
from dianzhang.demo_staff import Member

CHINA = timezone(timedelta(hours=8))
DEVICE = "一楼大门"
MOST_PUNCHES = 1_000
MORNING_IN, MORNING_OUT, AFTERNOON_IN, AFTERNOON_OUT = range(4)
# So many seconds before the time to sign in, or after the time to leave.
USUAL = ((8 * 3600 + 25 * 60, -1200, -40), (12 * 3600, 8, 420), (13 * 3600 + 55 * 60, -900, -40), (18 * 3600, 10, 1500))
UNUSUAL: dict[tuple[str, int], dict[int, time | None]] = {
    ("王雅婷", 3): {MORNING_IN: time(8, 31, 20)},
    ("王雅婷", 8): {MORNING_IN: time(8, 27, 5)},
    ("王雅婷", 12): {AFTERNOON_IN: time(13, 59, 48)},
    ("李建国", 5): {AFTERNOON_OUT: time(17, 56, 10)},
    ("李建国", 13): {AFTERNOON_OUT: time(17, 58, 30)},
    ("周敏", 4): {AFTERNOON_IN: None},
    ("何俊", 7): {MORNING_IN: time(8, 52, 15)},
    ("徐磊", 6): {MORNING_OUT: time(11, 57)},
    ("吴静", 10): {MORNING_IN: time(8, 29, 40)},
}
"""By the so-many-th work day of a month: what was late, early, forgotten (None), or beyond the band."""


def month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


@dataclass
class Roster:
    """Work days of everybody, last month, this one and the next. `away`: who is not there in which session, 0 or 1; `stays`: until when."""

    organisation: Organisation
    this_month: date
    work_days: dict[str, list[date]] = field(default_factory=dict[str, list[date]])
    away: set[tuple[str, date, int]] = field(default_factory=set[tuple[str, date, int]])
    stays: dict[tuple[str, date], time] = field(default_factory=dict[tuple[str, date], time])

    @property
    def months(self) -> tuple[date, date, date]:
        return month_before(self.this_month), self.this_month, month_after(self.this_month)

    def publish(self) -> None:
        """HR publishes each unit's rota of the three months."""
        names = {member.id: member.name for member in self.organisation.members.values()}
        self.work_days = {name: [] for name in names.values()}
        sought = [(unit, month) for unit in self.organisation.units.values() for month in self.months]
        for plan in self.organisation.caller.each(lambda one: self._plan(*one), sought):
            for employee_id, days in plan.items():
                self.work_days[names[employee_id]] += days

    def _plan(self, unit_id: str, month: date) -> dict[str, list[date]]:
        path = f"/people/v1/attendance/rotas/{unit_id}/{month:%Y-%m}"
        rota = self.organisation.by("郑洁", "GET", path)
        plan: dict[str, list[date]] = {}
        rests: list[dict[str, Any]] = []
        for place, person in enumerate(rota["people"]):
            days = list(_ordinary_work_days(person, rota["days"]))
            step = len(days) // max(person["rest_days"], 1)
            resting = [days[(1 + 2 * place + step * turn) % len(days)] for turn in range(person["rest_days"])]
            rests.append({"employee_id": person["employee_id"], "days": [day.isoformat() for day in sorted(resting)]})
            plan[person["employee_id"]] = [day for day in days if day not in resting]
        body = {"rests": rests, "least_on_duty": 1}
        version = self.organisation.by("郑洁", "PUT", path, json=body, headers={"If-Match": '"0"'})["version"]
        self.organisation.by("郑洁", "POST", f"{path}/publish", json={"reason": ""}, headers={"If-Match": f'"{version}"'})
        return plan

    def work_day(self, name: str, *, until: date) -> date:
        """The last one up to this day."""
        return max(day for day in self.work_days[name] if day <= until)

    def next_work_day(self, name: str, *, since: date) -> date:
        return min(day for day in self.work_days[name] if day >= since)

    def punches(self, chance: random.Random, *, photographed: tuple[str, date]) -> list[dict[str, Any]]:
        """Of everybody and every work day, in order of time; `photographed` that morning signs in with a photo instead."""
        members = self.organisation.members.values()
        found = [punch for member in members for punch in self._of(member, chance, photographed)]
        return sorted(found, key=lambda punch: punch["at"])

    def _of(self, member: Member, chance: random.Random, photographed: tuple[str, date]) -> Iterator[dict[str, Any]]:
        for month in self.months[:2]:
            days = [day for day in sorted(self.work_days[member.name]) if (day.year, day.month) == (month.year, month.month)]
            for number, day in enumerate(days, start=1):
                unusual = UNUSUAL.get((member.name, number), {})
                if (member.name, day) == photographed:
                    unusual = {MORNING_IN: None}
                elif (member.name, day) in self.stays:
                    unusual = {AFTERNOON_OUT: self.stays[member.name, day]}
                for point, (second, least, most) in enumerate(USUAL):
                    usual = _clock(second + chance.randrange(least, most))
                    at = unusual.get(point, usual)
                    if at is not None and (member.name, day, point // 2) not in self.away:
                        yield {"employee": member.number, "at": datetime.combine(day, at, CHINA).isoformat()}


def _clock(second: int) -> time:
    return time(second // 3600, second // 60 % 60, second % 60)


def _ordinary_work_days(person: dict[str, Any], days: Iterable[dict[str, str]]) -> Iterator[date]:
    """Before movable rest days: statutory holidays are nobody's, the state's exchange of days is for those with fixed rest days (rule ATT-2)."""
    for one in days:
        day = date.fromisoformat(one["on"])
        fixed = person["pattern"] == "week"
        off = one["kind"] == "statutory" or (fixed and one["kind"] == "in_lieu")
        resting = day.isoweekday() in person["rest_weekdays"] and one["kind"] != "make_up"
        if not off and not resting:
            yield day


@dataclass
class Door:
    """The device at the door: it sends what has happened since it last did."""

    organisation: Organisation
    punches: list[dict[str, Any]]
    sent: int = 0

    def send(self, now: datetime) -> None:
        until = now.astimezone(CHINA).isoformat()
        due = self.sent
        while due < len(self.punches) and self.punches[due]["at"] <= until:
            due += 1
        for start in range(self.sent, due, MOST_PUNCHES):
            batch = {"device": DEVICE, "punches": self.punches[start : min(start + MOST_PUNCHES, due)]}
            answer = self.organisation.caller.call("POST", "/people/v1/attendance/punches", json=batch)
            assert not answer["errors"], answer["errors"][:3]
        self.sent = due
