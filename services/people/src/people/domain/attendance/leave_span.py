"""What a wish for leave covers and costs, against the work sessions of each day: half a day is one session (rule ATT-9).

A day has 120 parts, whatever the number of its sessions, so that half a balance is exact: with two sessions each is 60, with three 40.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chassis.refusals import Conflict, FieldError, Invalid
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit

DAY_PARTS = 120
DAY_SECONDS = 86_400
LONGEST_DAYS = 366
STEP_SECONDS = 60
Session = tuple[int, int]


class LeaveSpanWrong(Invalid):
    code = "leave_span_wrong"
    rule = "ATT-9"
    zh = "请假时间不成立，见 errors。"
    en = "The time of the leave does not hold together; see errors."


class LeaveCoversNoWork(Conflict):
    code = "leave_covers_no_work"
    rule = "ATT-9"
    zh = "这段时间没有需要上班的时段，无需请假。"
    en = "There is no work to be done in that time, so no leave is needed."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveWish:
    """Sessions are counted from 1; None: from the first, up to the last. Times are seconds of the one day, for kinds counted in hours."""

    kind: str
    first_on: date
    last_on: date
    from_session: int | None = None
    until_session: int | None = None
    from_time: int | None = None
    until_time: int | None = None

    @property
    def in_hours(self) -> bool:
        return self.from_time is not None or self.until_time is not None

    @property
    def days(self) -> list[date]:
        return [self.first_on + timedelta(days=number) for number in range((self.last_on - self.first_on).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePiece:
    """What a day gives: from `start` up to `end` in seconds of the day, the sessions covered, and what they count."""

    on: date
    start: int
    end: int
    sessions: tuple[int, ...]
    parts: int
    minutes: int


def amount_of(pieces: Sequence[LeavePiece], unit: LeaveUnit) -> int:
    """In parts of a day, or in minutes."""
    return sum(piece.parts if unit is LeaveUnit.HALF_DAY else piece.minutes for piece in pieces)


def shown_amount(amount: int, unit: LeaveUnit) -> str:
    """Days or hours as a decimal text without needless zeros."""
    value = Decimal(amount) / (DAY_PARTS if unit == LeaveUnit.HALF_DAY else 60)
    text = f"{value:.4f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_amount(value: Decimal, unit: LeaveUnit) -> int | None:
    """None where it is no whole number of parts or minutes."""
    scaled = value * (DAY_PARTS if unit == LeaveUnit.HALF_DAY else 60)
    return int(scaled) if scaled == scaled.to_integral_value() else None


def check_wish(wish: LeaveWish, kind: LeaveKind) -> None:
    """Before its days are read: a wish may name any two days there are. Raises LeaveSpanWrong."""
    wrong: list[FieldError] = []
    if wish.last_on < wish.first_on:
        wrong.append(FieldError(pointer="/last_on", code="ends_before_start", zh="结束日早于开始日", en="ends before it begins"))
    elif (wish.last_on - wish.first_on).days >= LONGEST_DAYS:
        en = f"at most {LONGEST_DAYS} days at a time"
        wrong.append(FieldError(pointer="/last_on", code="too_long", zh=f"一次最多 {LONGEST_DAYS} 天", en=en))
    if wish.in_hours:
        wrong += _hour_faults(wish, kind)
    if wrong:
        raise LeaveSpanWrong(errors=wrong)


def _hour_faults(wish: LeaveWish, kind: LeaveKind) -> list[FieldError]:
    wrong: list[FieldError] = []

    def note(pointer: str, code: str, zh: str, en: str) -> None:
        wrong.append(FieldError(pointer=pointer, code=code, zh=zh, en=en))

    if kind.unit is not LeaveUnit.HOUR:
        note("/from_time", "no_hours", "该假别按半天计，不能按小时请", "this kind is counted in half days, not in hours")
    if wish.first_on != wish.last_on:
        note("/last_on", "one_day_only", "按小时请假只能在同一天", "leave in hours lies within one day")
    if wish.from_session is not None or wish.until_session is not None:
        note("/from_session", "either_or", "时段和钟点只能选一种", "name sessions or times, not both")
    if wish.from_time is None or wish.until_time is None or wish.until_time <= wish.from_time:
        note("/until_time", "ends_before_start", "结束时间应晚于开始时间", "must end after it begins")
    elif wish.from_time % STEP_SECONDS or wish.until_time % STEP_SECONDS or wish.until_time > DAY_SECONDS:
        note("/from_time", "no_minute", "应为整分钟", "must be whole minutes of the day")
    return wrong


def pieces_of(wish: LeaveWish, kind: LeaveKind, days: Mapping[date, Sequence[Session]]) -> list[LeavePiece]:
    """`days` tells each day's work sessions, none for a day off; `wish` is checked (`check_wish`). Raises LeaveSpanWrong, LeaveCoversNoWork."""
    made: list[LeavePiece] = []
    for day in wish.days:
        sessions = days.get(day, ())
        piece = _hours(wish, day, sessions) if wish.in_hours else _sessions(wish, day, sessions)
        if piece is None and kind.calendar_days:
            piece = LeavePiece(on=day, start=0, end=DAY_SECONDS, sessions=(), parts=DAY_PARTS, minutes=0)
        if piece is not None:
            made.append(piece)
    if not made:
        raise LeaveCoversNoWork
    return made


def _hours(wish: LeaveWish, day: date, sessions: Sequence[Session]) -> LeavePiece | None:
    start, end = wish.from_time or 0, wish.until_time or 0
    covered = [max(0, min(end, until) - max(start, since)) for since, until in sessions]
    if not any(covered):
        return None
    return LeavePiece(
        on=day,
        start=start,
        end=end,
        sessions=tuple(place for place, seconds in enumerate(covered, start=1) if seconds),
        # A kind counted in hours has no use for parts; they tell how much of the day it was.
        parts=sum(
            DAY_PARTS * seconds // (len(sessions) * (until - since)) for seconds, (since, until) in zip(covered, sessions, strict=True)
        ),
        minutes=sum(covered) // 60,
    )


def _sessions(wish: LeaveWish, day: date, sessions: Sequence[Session]) -> LeavePiece | None:
    """The stretch reaches to the middle of the breaks beside it, so that it still covers the session when its hours are moved a little."""
    first = (wish.from_session or 1) - 1 if day == wish.first_on else 0
    last = (wish.until_session or len(sessions)) - 1 if day == wish.last_on else len(sessions) - 1
    if not sessions:
        return None
    if first >= len(sessions) or last >= len(sessions) or last < first:
        pointer = "/until_session" if first < len(sessions) else "/from_session"
        zh, en = f"{day} 只有 {len(sessions)} 个时段，或结束早于开始", f"{day} has {len(sessions)} sessions, or it ends before it begins"
        raise LeaveSpanWrong(errors=[FieldError(pointer=pointer, code="no_such_session", zh=zh, en=en)])
    taken = range(first, last + 1)
    return LeavePiece(
        on=day,
        start=0 if first == 0 else (sessions[first - 1][1] + sessions[first][0]) // 2,
        end=DAY_SECONDS if last == len(sessions) - 1 else (sessions[last][1] + sessions[last + 1][0]) // 2,
        sessions=tuple(place + 1 for place in taken),
        parts=DAY_PARTS // len(sessions) * len(taken),
        minutes=sum(sessions[place][1] - sessions[place][0] for place in taken) // 60,
    )


def lies_within(pieces: Sequence[LeavePiece], older: Sequence[LeavePiece]) -> bool:
    """Whether every minute of `pieces` was in `older` already."""
    known = {piece.on: piece for piece in older}
    return all((before := known.get(piece.on)) is not None and before.start <= piece.start and piece.end <= before.end for piece in pieces)
