"""The attendance policy: work sessions, sign-in lead, bands, groups and the dates of a month as plain data (rules ATT-1 to ATT-4, ATT-6, ATT-7, ATT-11, ATT-12).

Times of a day are seconds since its midnight, so that a comparison is one of whole numbers and 08:40:00 is not 08:40:01.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chassis.refusals import FieldError, Invalid

DAY_SECONDS = 86_400
MOST_SESSIONS = 6
MOST_GROUPS = 20
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


class LateFrom(StrEnum):
    """What lateness is counted from: the time by which to sign in, or the start of work (rule ATT-11)."""

    SIGN_IN = "sign_in"
    WORK_START = "work_start"


class Pattern(StrEnum):
    """WEEK: fixed rest days of the week, and some movable ones a month 机动调休. ROTA: so many rest days a month, planned 调休."""

    WEEK = "week"
    ROTA = "rota"


class PolicyInvalid(Invalid):
    code = "attendance_policy_invalid"
    rule = "ATT-11"
    zh = "考勤制度有 {count} 处不成立，见 errors。"
    en = "The attendance policy does not hold together in {count} places; see errors."


class TimeUnreadable(ValueError):
    """Not HH:MM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSession:
    start: int
    end: int
    late_from: LateFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`covers` are the attendance groups of positions (rule ATT-2) that keep to it. `rest_days` a month: movable ones beside `rest_weekdays` (WEEK), or all there are (ROTA). Weekdays are 1 (Monday) to 7.

    `in_lieu_days_off`: the state also gives days off in exchange for make-up days; who works a rota has no part in that exchange.
    """

    code: str
    name_zh: str
    name_en: str
    covers: tuple[str, ...]
    pattern: Pattern
    rest_weekdays: tuple[int, ...]
    rest_days: int
    in_lieu_days_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`seconds_count` False: a punch counts as of its minute. `double_seconds`: proofs so close together are one, pressed twice.

    `sign_by_day`, `object_until_day`: days of the next month, inclusive (rules ATT-6, ATT-7). Who is still there for less than
    `unauthorised_from_minutes` after the end of work is not shown as working without authorisation (rule ATT-12).
    """

    sessions: tuple[WorkSession, ...]
    sign_in_lead_minutes: int
    late_band_minutes: int
    early_band_minutes: int
    seconds_count: bool
    double_seconds: int
    groups: tuple[Group, ...]
    default_group: str
    weekly_limit_minutes: int
    clock_tolerance_seconds: int
    photo_keep_days: int
    sign_by_day: int
    object_until_day: int
    unauthorised_from_minutes: int

    def group(self, code: str | None) -> Group:
        """The group that covers this code; whoever has none, or one that this version does not know, is in the default group."""
        found = next((group for group in self.groups if code in (group.code, *group.covers)), None)
        return found or next(group for group in self.groups if group.code == self.default_group)

    @property
    def day_minutes(self) -> int:
        return sum(session.end - session.start for session in self.sessions) // 60


def read_time(text: str) -> int:
    """`08:30` in seconds. Raises TimeUnreadable."""
    if not TIME.fullmatch(text):
        raise TimeUnreadable(text)
    return int(text[:2]) * 3600 + int(text[3:]) * 60


def show_time(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def policy_of(content: Mapping[str, Any]) -> Policy:
    """From what is stored, or was sent. Raises PolicyInvalid, which names everything that is wrong with it."""
    wrong: list[FieldError] = []
    sessions = tuple(
        WorkSession(
            start=_time(entry["start"], f"/sessions/{place}/start", wrong),
            end=_time(entry["end"], f"/sessions/{place}/end", wrong),
            late_from=LateFrom(entry["late_from"]),
        )
        for place, entry in enumerate(content["sessions"])
    )
    values: dict[str, Any] = {**content, "sessions": sessions, "groups": tuple(_group(entry) for entry in content["groups"])}
    policy = Policy(**values)
    wrong += [] if wrong else _faults(policy)
    if wrong:
        raise PolicyInvalid(errors=wrong, count=len(wrong))
    return policy


def _group(entry: Mapping[str, Any]) -> Group:
    read: dict[str, Any] = {"pattern": Pattern(entry["pattern"]), "rest_weekdays": tuple(sorted(set(entry["rest_weekdays"])))}
    read["covers"] = tuple(entry["covers"])
    return Group(**{**entry, **read})


def content_of(policy: Policy) -> dict[str, Any]:
    """As it is stored and shown."""
    return {
        "sessions": [
            {"start": show_time(session.start), "end": show_time(session.end), "late_from": session.late_from.value}
            for session in policy.sessions
        ],
        "sign_in_lead_minutes": policy.sign_in_lead_minutes,
        "late_band_minutes": policy.late_band_minutes,
        "early_band_minutes": policy.early_band_minutes,
        "seconds_count": policy.seconds_count,
        "double_seconds": policy.double_seconds,
        "groups": [
            {
                "code": group.code,
                "name_zh": group.name_zh,
                "name_en": group.name_en,
                "covers": list(group.covers),
                "pattern": group.pattern.value,
                "rest_weekdays": list(group.rest_weekdays),
                "rest_days": group.rest_days,
                "in_lieu_days_off": group.in_lieu_days_off,
            }
            for group in policy.groups
        ],
        "default_group": policy.default_group,
        "weekly_limit_minutes": policy.weekly_limit_minutes,
        "clock_tolerance_seconds": policy.clock_tolerance_seconds,
        "photo_keep_days": policy.photo_keep_days,
        "sign_by_day": policy.sign_by_day,
        "object_until_day": policy.object_until_day,
        "unauthorised_from_minutes": policy.unauthorised_from_minutes,
    }


def _time(text: str, pointer: str, wrong: list[FieldError]) -> int:
    try:
        return read_time(text)
    except TimeUnreadable:
        wrong.append(FieldError(pointer=pointer, code="no_time", zh="应为 HH:MM", en="must be HH:MM"))
        return 0


def _faults(policy: Policy) -> list[FieldError]:
    return [*session_faults(policy.sessions, policy=policy), *_group_faults(policy), *_date_faults(policy)]


def session_faults(sessions: Sequence[WorkSession], *, policy: Policy) -> list[FieldError]:
    """Also for the sessions of a notice, which are judged with the policy's lead and bands."""
    wrong: list[FieldError] = []

    def note(place: int, code: str, *, zh: str, en: str) -> None:
        wrong.append(FieldError(pointer=f"/sessions/{place}", code=code, zh=zh, en=en))

    if len(sessions) > MOST_SESSIONS:
        note(MOST_SESSIONS, "too_many", zh=f"最多 {MOST_SESSIONS} 段", en=f"at most {MOST_SESSIONS} sessions")
    lead, late, early = policy.sign_in_lead_minutes * 60, policy.late_band_minutes * 60, policy.early_band_minutes * 60
    before = 0
    for place, session in enumerate(sessions):
        if session.end <= session.start:
            note(place, "ends_before_start", zh="结束应晚于开始", en="must end after it starts")
        elif session.start - lead < before:
            note(place, "sign_in_too_early", zh="签到时间早于上一段结束", en="the sign-in time lies before the end of the session before")
        elif session.start + late >= session.end - early:
            note(place, "bands_overlap", zh="迟到区间与早退区间重叠", en="the late and the early band overlap")
        before = session.end
    return wrong


def _group_faults(policy: Policy) -> list[FieldError]:
    wrong: list[FieldError] = []
    codes = [group.code for group in policy.groups]
    covered = [code for group in policy.groups for code in group.covers]
    if len(set(covered)) != len(covered):
        zh, en = "同一岗位分组只能归入一个考勤分组", "a group of positions keeps to one group only"
        wrong.append(FieldError(pointer="/groups", code="covered_twice", zh=zh, en=en))
    if not policy.sessions:
        wrong.append(FieldError(pointer="/sessions", code="missing", zh="至少一段", en="at least one is needed"))
    if len(set(codes)) != len(codes) or len(codes) > MOST_GROUPS:
        wrong.append(FieldError(pointer="/groups", code="double", zh="分组编码重复或过多", en="codes of groups must differ, and be few"))
    if policy.default_group not in codes:
        wrong.append(FieldError(pointer="/default_group", code="unknown_group", zh="没有该分组", en="there is no such group"))
    for place, group in enumerate(policy.groups):
        if not all(1 <= day <= 7 for day in group.rest_weekdays) or len(group.rest_weekdays) > 6:
            wrong.append(FieldError(pointer=f"/groups/{place}/rest_weekdays", code="no_weekday", zh="应为 1 到 7", en="must be 1 to 7"))
        if group.pattern is Pattern.ROTA and group.rest_weekdays:
            wrong.append(
                FieldError(
                    pointer=f"/groups/{place}/rest_weekdays", code="rota_has_none", zh="轮休组没有固定休息日", en="a rota has no fixed ones"
                )
            )
    return wrong


def _date_faults(policy: Policy) -> list[FieldError]:
    if policy.sign_by_day <= policy.object_until_day:
        return []
    zh, en = "异议截止日不能早于签字截止日", "objections cannot end before the sheet is to be signed"
    return [FieldError(pointer="/object_until_day", code="before_signing", zh=zh, en=en)]


FIRST_CONTENT: Mapping[str, Any] = {
    "sessions": [
        {"start": "08:30", "end": "12:00", "late_from": "sign_in"},
        {"start": "14:00", "end": "18:00", "late_from": "sign_in"},
    ],
    "sign_in_lead_minutes": 5,
    "late_band_minutes": 15,
    "early_band_minutes": 5,
    "seconds_count": True,
    "double_seconds": 300,
    "groups": [
        {
            "code": "office",
            "name_zh": "常班",
            "name_en": "Office",
            "covers": ["management", "technical", "operations", "administration"],
            "pattern": "week",
            "rest_weekdays": [7],
            "rest_days": 1,
            "in_lieu_days_off": True,
        },
        {
            "code": "rota",
            "name_zh": "轮休",
            "name_en": "Rota",
            "covers": ["marketing", "customer_service"],
            "pattern": "rota",
            "rest_weekdays": [],
            "rest_days": 5,
            "in_lieu_days_off": False,
        },
    ],
    "default_group": "office",
    "weekly_limit_minutes": 44 * 60,
    "clock_tolerance_seconds": 120,
    "photo_keep_days": 90,
    "sign_by_day": 3,
    "object_until_day": 5,
    "unauthorised_from_minutes": 30,
}
"""The rulebook's figures (ATT-1 to ATT-7, ATT-12), which every house starts with."""
