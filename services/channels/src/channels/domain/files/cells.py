"""What spreadsheets do to values, undone: ="…", trailing tabs, day numbers, and long numbers that lost their last digits."""

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from channels.domain.files.tables import Cell
from channels.domain.values import Unit, amount, clean, excel_day, moment, whole

_WRAPPED = re.compile(r'="(.*)"')
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
# A spreadsheet keeps 15 digits of a number and makes the rest zero.
_EXACT_LIMIT = 10**15
_ABSENT = ("-", "--", "/", "null", "None", "无")


class Mangled(ValueError):
    """A spreadsheet shortened this number: its last digits are gone, guessing them would make another order."""


def text_of(cell: Cell) -> str:
    """The cell as its writer meant it."""
    if cell is None or isinstance(cell, str):
        text = clean(cell)
        wrapped = _WRAPPED.fullmatch(text)
        text = wrapped[1].strip() if wrapped else text
        return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "'") else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def number_of(cell: Cell) -> str:
    """An order number, phone or code. Raises Mangled for one that a spreadsheet made a rounded number of."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _EXACT_LIMIT:
        raise Mangled
    # An apostrophe before a number tells a spreadsheet to leave it alone; some exports write it into the value.
    text = text_of(cell).removeprefix("'")
    if _POWER.fullmatch(text):
        raise Mangled
    # 17850.0 is how a number column is written to csv by those who let numbers have decimals.
    return text.removesuffix(".0") if text.endswith(".0") and text[:-2].isascii() and text[:-2].isdigit() else text


def money_of(cell: Cell) -> Decimal | None:
    """Raises ValueError. A float of a workbook is taken by its shortest text, so 12.3 is 12.30 and not 12.2999."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return amount(Decimal(repr(cell)), Unit.YUAN)
    text = text_of(cell)
    return None if text in _ABSENT else amount(text, Unit.YUAN)


def count_of(cell: Cell) -> int | None:
    """Raises ValueError."""
    return None if (text := text_of(cell)) in _ABSENT else whole(text)


def moment_of(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """Raises ValueError. A bare number is a day number, as when a date column lost its format."""
    if isinstance(cell, datetime | date):
        return moment(cell, zone)
    text = text_of(cell)
    if text in _ABSENT:
        return None
    if _SERIAL.fullmatch(text):
        return moment(excel_day(float(text)), zone)
    return moment(text, zone)
