"""What the tests of days share: clock times as people write them, and a plan of the first policy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from people.domain.attendance.day import DayFacts, DayResult, LeaveOnDay, derive_day
from people.domain.attendance.plan import DayPlan, Duty, NationalKind, NoticeInForce, Planner, PolicyInForce
from people.domain.attendance.policy import FIRST_CONTENT, policy_of
from people.domain.attendance.proofs import Direction, photo, punch

MONDAY = date(2026, 6, 1)
OFFICE = Duty(group="office", unit_id=None, rested=False, rota_known=True)


def planner(days: Mapping[date, NationalKind] | None = None, notices: list[NoticeInForce] | None = None, **changes: Any) -> Planner:
    policy = policy_of({**FIRST_CONTENT, **changes})
    return Planner(
        policies=[PolicyInForce(version=1, effective_from=date(2000, 1, 1), policy=policy)], days=days or {}, notices=notices or []
    )


def office_day(**changes: Any) -> DayPlan:
    return planner(**changes).plan(MONDAY, OFFICE)


def sessions_from(late_from: str, *, other: str | None = None) -> list[dict[str, str]]:
    return [
        {"start": "08:30", "end": "12:00", "late_from": late_from},
        {"start": "14:00", "end": "18:00", "late_from": other or late_from},
    ]


def at(clock: str) -> int:
    parts = [int(part) for part in clock.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


def proofs(*written: str) -> list[int]:
    """`08:24`, `in 08:24`, `out 12:00`, `photo in 08:24`."""
    made: list[int] = []
    for entry in written:
        *words, clock = entry.split()
        direction = Direction.IN if "in" in words else Direction.OUT if "out" in words else Direction.UNSAID
        made.append(photo(at(clock), direction) if "photo" in words else punch(at(clock), direction))
    return made


def leave(start: str, end: str, reference: str = "lv_1") -> LeaveOnDay:
    return LeaveOnDay(start=at(start), end=at(end), reference=reference)


def day(*written: str, leaves: tuple[LeaveOnDay, ...] = (), plan: DayPlan | None = None, until: str | None = None) -> DayResult:
    facts = DayFacts(proofs=proofs(*written), leaves=leaves, until=None if until is None else at(until))
    return derive_day(plan or office_day(), facts)


def verdicts(result: DayResult) -> list[str]:
    return [edge.verdict.name.lower() for one in result.sessions for edge in (one.sign_in, one.sign_out)]
