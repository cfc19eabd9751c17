"""Amounts, times and text as shops write them. Every reader either understands exactly or raises ValueError."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from enum import Enum
from zoneinfo import ZoneInfo

from channels.domain.draft import CENT
from contracts.money import MONEY_LIMIT


class Unit(Enum):
    """In what a field counts money. Each platform states it field by field: there is no global "divide by 100"."""

    YUAN = Decimal(1)
    FEN = Decimal("0.01")


_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_CURRENCY_MARK = re.compile(r"^(?:[¥￥$€£]|CNY|RMB|USD|EUR|GBP)\s*|\s*(?:元|CNY|RMB|USD|EUR|GBP)$", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}(?:\.0+)?")
# Seconds or milliseconds; eleven or twelve digits are neither ("202601050903" is a date written without marks).
_EPOCH = re.compile(r"[0-9]{9,10}|[0-9]{13}")
_MOMENT = re.compile(
    r"(?P<y>[0-9]{4})(?P<sep>[-/.年])(?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?"
    r"(?:[T\s]*(?P<H>[0-9]{1,2})[:：时](?P<M>[0-9]{1,2})(?:[:：分](?P<S>[0-9]{1,2})(?:[.,](?P<f>[0-9]{1,9}))?秒?)?分?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's serials are wall-clock times; the zone is added after.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b]")


def clean(value: object) -> str:
    """Text without outer blanks, control characters and lone surrogates; numbers keep every digit; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode() if not value.isprintable() else value
        return _CONTROL.sub("", text).strip()
    if isinstance(value, int):
        return str(value) if abs(value) < 10**60 else ""
    if isinstance(value, Decimal):
        return _plain(value)
    raise ValueError("not a plain value")


def _plain(value: Decimal) -> str:
    if not value.is_finite() or abs(value.adjusted()) > 60:
        raise ValueError("not a plain number")
    return f"{value:f}"


def amount(value: object, unit: Unit) -> Decimal | None:
    """Exact money from a number or text, half up to the cent; None where nothing was told."""
    if value is None or value == "":
        return None
    try:
        exact = _exact(value)
        if exact is None:
            return None
        if not exact.is_finite() or abs(exact) > MONEY_LIMIT * 100:
            raise ValueError("out of bounds")
        cents = (exact * unit.value).quantize(CENT, rounding=ROUND_HALF_UP)
    except DecimalException as error:
        raise ValueError("not an amount") from error
    if abs(cents) > MONEY_LIMIT:
        raise ValueError("out of bounds")
    return cents + Decimal(0)


def _exact(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return _from_text(value)


def _from_text(value: object) -> Decimal | None:
    if not isinstance(value, str):
        raise ValueError("not an amount")
    text = _CURRENCY_MARK.sub("", clean(value)).strip()
    if not text:
        return None
    if len(text) > 40 or not _AMOUNT.fullmatch(text):
        raise ValueError("not an amount")
    return Decimal(text.replace(",", ""))


def whole(value: object) -> int | None:
    """A count. "2", 2, "2.0" are two; 2.5 is an error; None where nothing was told."""
    if isinstance(value, bool):
        raise ValueError("not a count")
    if isinstance(value, Decimal):
        value = _plain(value)
    text = clean(value)
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise ValueError("not a count")
    return int(text.split(".")[0])


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """An instant in UTC from text, epoch seconds or milliseconds; placeholders for "never" are None."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _in_utc(value, zone)
    if isinstance(value, date):
        return _in_utc(datetime.combine(value, time()), zone)
    if isinstance(value, Decimal):
        value = _plain(value).split(".")[0]
    text = clean(value)
    if not text or text in ("0", "null", "--"):
        return None
    if _EPOCH.fullmatch(text):
        return _from_epoch(int(text))
    return _from_written(text, zone)


def _from_epoch(number: int) -> datetime:
    seconds = number if number < 10**10 else number / 1000
    return datetime.fromtimestamp(seconds, UTC)


def _from_written(text: str, zone: ZoneInfo) -> datetime | None:
    found = _MOMENT.fullmatch(text) if len(text) <= 40 else None
    if found is None:
        raise ValueError("not a time")
    part = found.groupdict()
    if int(part["y"]) <= 1:
        return None
    try:
        wall = datetime(  # noqa: DTZ001  The zone is added on return.
            int(part["y"]), int(part["m"]), int(part["d"]),
            int(part["H"] or 0), int(part["M"] or 0), int(part["S"] or 0),
            int((part["f"] or "0")[:6].ljust(6, "0")),
        )  # fmt: skip
        offset = _offset(part["zone"])
    except ValueError as error:
        raise ValueError("not a time") from error
    return _in_utc(wall if offset is None else wall.replace(tzinfo=UTC) - offset, zone)


def _offset(written: str | None) -> timedelta | None:
    if not written:
        return None
    if written.upper() in ("Z", "UTC", "GMT"):
        return timedelta()
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 15 or minutes > 59:
        raise ValueError("not an offset")
    return timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1)


def _in_utc(value: datetime, zone: ZoneInfo) -> datetime | None:
    if value.year <= 1 or (value.year, value.month, value.day) == (2000, 1, 1):
        return None
    aware = value if value.tzinfo else value.replace(tzinfo=zone)
    at = aware.astimezone(UTC)
    return None if at.timestamp() == 0 else at


def excel_day(serial: float) -> datetime:
    """The wall-clock time of a spreadsheet's day number (45,000 is a day in 2023), to the second."""
    if not 20_000 <= serial <= 80_000:
        raise ValueError("not a day number")
    return _EXCEL_DAY_ZERO + timedelta(seconds=round(serial * 86_400))
