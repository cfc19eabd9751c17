"""Punches as they come in, row by row: whose, when, and what cannot be taken (rules ATT-5, SYS-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from chassis.refusals import FieldError, Invalid
from chassis.rows import RowError
from people.domain.attendance.proofs import Direction
from people.domain.attendance.spell import Spell

MOST_ERRORS = 1_000
EARLIEST_YEAR = 2000
DIRECTIONS: Mapping[str, Direction] = {
    "": Direction.UNSAID,
    "in": Direction.IN,
    "上班": Direction.IN,
    "签到": Direction.IN,
    "上班打卡": Direction.IN,
    "out": Direction.OUT,
    "下班": Direction.OUT,
    "签退": Direction.OUT,
    "下班打卡": Direction.OUT,
}


class PunchFileRefused(Invalid):
    code = "rows_refused"
    rule = "SYS-3"
    zh = "文件中有 {count} 处错误，全部未导入，见 errors。"
    en = "The file has {count} mistakes; nothing was imported. See errors."


@dataclass(frozen=True, slots=True, kw_only=True)
class PunchRow:
    """`row` is what a person sees in the file, or the place in a batch. `at` None: it could not be read as a time."""

    row: int
    number: str
    at: datetime | None
    direction: Direction | None
    device: str


@dataclass(slots=True, kw_only=True)
class Employed:
    id: UUID
    spells: list[Spell] = field(default_factory=list[Spell])


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPunch:
    employee_id: UUID
    on_day: date
    second: int
    direction: Direction
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """When it is here, and how far a device's clock may be ahead of ours."""

    now: datetime
    zone: tzinfo
    tolerance: timedelta


def read_moment(text: str, *, zone: tzinfo) -> datetime | None:
    """A time without a zone is one of the company's. None when it is no time."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("/", "-"))
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def read_direction(text: str) -> Direction | None:
    return DIRECTIONS.get(text.strip().casefold())


def sift(rows: Sequence[PunchRow], people: Mapping[str, Employed], present: Present) -> tuple[list[TakenPunch], list[RowError]]:
    """What can be taken, and every reason why something cannot."""
    taken: list[TakenPunch] = []
    errors: list[RowError] = []
    for row in rows:
        before = len(errors)
        employed = _person(row, people, errors)
        local = _moment(row, present, errors)
        if row.direction is None:
            _note(errors, row, "direction", "no_direction", zh="应为“上班”“下班”或空", en='must be "in", "out" or empty')
        if employed is not None and local is not None and not _works_then(employed, local.date()):
            zh, en = f"{row.number} 在 {local.date()} 不在职", f"{row.number} did not work here on {local.date()}"
            _note(errors, row, "time", "not_employed", zh=zh, en=en)
        if len(errors) == before and employed is not None and local is not None and row.direction is not None:
            second = local.hour * 3600 + local.minute * 60 + local.second
            taken.append(
                TakenPunch(employee_id=employed.id, on_day=local.date(), second=second, direction=row.direction, device=row.device)
            )
    return taken, errors


def _person(row: PunchRow, people: Mapping[str, Employed], errors: list[RowError]) -> Employed | None:
    if not row.number:
        _note(errors, row, "employee", "missing", zh="必填", en="is needed")
    elif row.number not in people:
        _note(errors, row, "employee", "unknown_employee", zh=f"没有工号 {row.number[:40]}", en=f"there is no employee {row.number[:40]}")
    return people.get(row.number)


def _moment(row: PunchRow, present: Present, errors: list[RowError]) -> datetime | None:
    if row.at is None:
        _note(errors, row, "time", "no_time", zh="应为时间，例如 2026-06-01 08:25:00", en="must be a time such as 2026-06-01 08:25:00")
        return None
    if row.at > present.now + present.tolerance:
        zh = f"时间在将来，现在是 {present.now.astimezone(present.zone):%Y-%m-%d %H:%M:%S}"
        en = f"lies in the future; it is {present.now.astimezone(present.zone):%Y-%m-%d %H:%M:%S} now"
        _note(errors, row, "time", "in_the_future", zh=zh, en=en)
        return None
    if row.at.year < EARLIEST_YEAR:
        _note(errors, row, "time", "too_early", zh=f"早于 {EARLIEST_YEAR} 年", en=f"lies before {EARLIEST_YEAR}")
        return None
    return row.at.astimezone(present.zone)


def _works_then(employed: Employed, on: date) -> bool:
    return any(spell.holds(on) for spell in employed.spells)


def _note(errors: list[RowError], row: PunchRow, column: str, code: str, *, zh: str, en: str) -> None:
    errors.append(RowError(row=row.row, column=column, code=code, detail_zh=zh, detail_en=en))


def refuse(errors: Sequence[RowError]) -> None:
    """Raises PunchFileRefused when there are any."""
    if not errors:
        return
    fields = [
        FieldError(pointer=f"row {error.row}/{error.column}", code=error.code, zh=error.detail_zh, en=error.detail_en)
        for error in errors[:MOST_ERRORS]
    ]
    raise PunchFileRefused(errors=fields, count=len(errors))
