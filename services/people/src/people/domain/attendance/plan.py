"""What a day asks of somebody: work or not, and by when to sign in and out (rules ATT-1, ATT-2, ATT-8)."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from people.domain.attendance.policy import Group, LateFrom, Pattern, Policy, WorkSession


class DayKind(IntEnum):
    """Stored as its number. UNPLANNED: somebody on a rota, in a month without a published plan: nobody knows whether it was to be worked."""

    WORK = 1
    REST = 2
    HOLIDAY = 3
    MOVABLE_REST = 4
    ROTA_REST = 5
    UNPLANNED = 6
    OFF_BY_NOTICE = 7


class NationalKind(StrEnum):
    """STATUTORY: a holiday by law. IN_LIEU: off in exchange for a make-up day, or for a holiday on a weekend. MAKE_UP: a rest day worked."""

    STATUTORY = "statutory"
    IN_LIEU = "in_lieu"
    MAKE_UP = "make_up"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSession:
    """In seconds of the day. On time up to `due`, late up to `late_until`; gone early from `early_from` on, in time from `end` on."""

    start: int
    end: int
    due: int
    late_until: int
    early_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """`mark` is equal exactly where two plans judge alike: it goes into the digest of a result."""

    kind: DayKind
    sessions: tuple[JudgedSession, ...]
    version: int
    whole_minutes: bool
    double_seconds: int
    notice: UUID | None
    mark: bytes

    @property
    def work_minutes(self) -> int:
        return sum(session.end - session.start for session in self.sessions) // 60 if self.kind is DayKind.WORK else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInForce:
    version: int
    effective_from: date
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInForce:
    """Changed hours 通知 for some units. `sessions` empty: no work on these days."""

    id: UUID
    first: date
    last: date
    units: frozenset[UUID]
    sessions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Where somebody stands on a day. `rested`: a rest day was planned for them; `rota_known`: their unit's plan of the month is published."""

    group: str | None
    unit_id: UUID | None
    rested: bool
    rota_known: bool


def judged(sessions: Iterable[WorkSession], policy: Policy) -> tuple[JudgedSession, ...]:
    made: list[JudgedSession] = []
    for session in sessions:
        due = session.start - (policy.sign_in_lead_minutes * 60 if session.late_from is LateFrom.SIGN_IN else 0)
        made.append(
            JudgedSession(
                start=session.start,
                end=session.end,
                due=due,
                late_until=due + policy.late_band_minutes * 60,
                early_from=session.end - policy.early_band_minutes * 60,
            )
        )
    return tuple(made)


def kind_of(group: Group, *, on: date, national: NationalKind, rested: bool, rota_known: bool) -> DayKind:
    """Rule ATT-2. A rest day that was planned counts even on a make-up day: whoever planned it knew the calendar."""
    if national is NationalKind.STATUTORY:
        return DayKind.HOLIDAY
    if group.pattern is Pattern.ROTA:
        if rested:
            return DayKind.ROTA_REST
        return DayKind.WORK if rota_known else DayKind.UNPLANNED
    if national is NationalKind.IN_LIEU and group.in_lieu_days_off:
        return DayKind.HOLIDAY
    if on.isoweekday() in group.rest_weekdays and national is not NationalKind.MAKE_UP:
        return DayKind.REST
    return DayKind.MOVABLE_REST if rested else DayKind.WORK


def required_days(group: Group, *, days: Mapping[date, NationalKind]) -> int:
    """How many days of `days` (a month) somebody of the group has to work, whichever they rest on: the movable ones are taken off."""
    workdays = sum(kind_of(group, on=on, national=national, rested=False, rota_known=True) is DayKind.WORK for on, national in days.items())
    return max(0, workdays - group.rest_days)


@dataclass(kw_only=True)
class Planner:
    """Makes each day's plan once, however many people share it.

    `policies` by effective day; `notices` in the order of their publication: the last that names a unit and a day counts.
    """

    policies: Sequence[PolicyInForce]
    days: Mapping[date, NationalKind]
    notices: Sequence[NoticeInForce]
    _made: dict[tuple[date, Duty], DayPlan] = field(default_factory=dict[tuple[date, Duty], DayPlan])

    def policy_on(self, on: date) -> PolicyInForce:
        """The newest version whose day has come; the first one holds from the beginning."""
        come = [version for version in self.policies if version.effective_from <= on]
        return max(come, key=lambda version: (version.effective_from, version.version)) if come else self.policies[0]

    def plan(self, on: date, duty: Duty) -> DayPlan:
        made = self._made.get((on, duty))
        if made is None:
            made = self._made[on, duty] = self._make(on, duty)
        return made

    def _make(self, on: date, duty: Duty) -> DayPlan:
        version = self.policy_on(on)
        policy = version.policy
        kind = kind_of(
            policy.group(duty.group),
            on=on,
            national=self.days.get(on, NationalKind.PLAIN),
            rested=duty.rested,
            rota_known=duty.rota_known,
        )
        notice = self._notice(on, duty.unit_id)
        sessions: tuple[WorkSession, ...] = policy.sessions
        if notice is not None and kind in (DayKind.WORK, DayKind.UNPLANNED):
            sessions = changed_sessions(notice.sessions, policy)
            kind = kind if sessions else DayKind.OFF_BY_NOTICE
        shown = judged(sessions, policy) if kind in (DayKind.WORK, DayKind.UNPLANNED) else ()
        return make_plan(kind=kind, sessions=shown, version=version, notice=notice.id if notice else None)

    def _notice(self, on: date, unit_id: UUID | None) -> NoticeInForce | None:
        named = [notice for notice in self.notices if notice.first <= on <= notice.last and unit_id in notice.units]
        return named[-1] if named else None


def make_plan(*, kind: DayKind, sessions: tuple[JudgedSession, ...], version: PolicyInForce, notice: UUID | None) -> DayPlan:
    policy = version.policy
    mark = struct.pack("<iiii", kind, version.version, policy.seconds_count, policy.double_seconds) + b"".join(
        struct.pack("<iiiii", part.start, part.end, part.due, part.late_until, part.early_from) for part in sessions
    )
    return DayPlan(
        kind=kind,
        sessions=sessions,
        version=version.version,
        whole_minutes=not policy.seconds_count,
        double_seconds=policy.double_seconds,
        notice=notice,
        mark=mark,
    )


def changed_sessions(times: Sequence[tuple[int, int]], policy: Policy) -> tuple[WorkSession, ...]:
    """A notice says when work begins and ends; lateness is counted as in the policy's session of the same place, else as in its last."""
    last = len(policy.sessions) - 1
    return tuple(
        WorkSession(start=start, end=end, late_from=policy.sessions[min(place, last)].late_from) for place, (start, end) in enumerate(times)
    )
