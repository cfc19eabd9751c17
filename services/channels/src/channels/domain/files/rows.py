"""One row of a recognised file: its cells read by what their column means, its errors gathered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from channels.domain.files.cells import Mangled, count_of, moment_of, money_of, number_of, text_of
from channels.domain.files.headers import Header
from channels.domain.files.tables import Cell

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """`row` as the spreadsheet numbers it, `column` as the file heads it."""

    row: int
    column: str
    code: str
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class Row:
    number: int
    cells: list[Cell]
    header: Header
    zone: ZoneInfo
    errors: list[RowError] = field(default_factory=list[RowError])

    def has(self, name: str) -> bool:
        return name in self.header.at

    def text(self, name: str) -> str:
        return text_of(self._cell(name))

    def number_text(self, name: str) -> str:
        return self._read(name, number_of, "") or ""

    def money(self, name: str) -> Decimal | None:
        return self._read(name, money_of, "unreadable_amount")

    def count(self, name: str) -> int | None:
        return self._read(name, count_of, "unreadable_quantity")

    def at(self, name: str) -> datetime | None:
        return self._read(name, lambda cell: moment_of(cell, self.zone), "unreadable_time")

    def fail(self, name: str, code: str, detail: str = "") -> None:
        error = RowError(row=self.number, column=self.header.named.get(name, name), code=code, detail=detail[:100])
        if error not in self.errors:
            self.errors.append(error)

    def _cell(self, name: str) -> Cell:
        place = self.header.at.get(name)
        return None if place is None or place >= len(self.cells) else self.cells[place]

    def _read(self, name: str, reader: Callable[[Cell], Value], code: str) -> Value | None:
        cell = self._cell(name)
        try:
            return reader(cell)
        except Mangled:
            self.fail(name, "number_mangled", text_of(cell))
        except (ValueError, OverflowError):
            self.fail(name, code, text_of(cell))
        return None


def rows_of(sheet_rows: list[tuple[int, list[Cell]]], header: Header, zone: ZoneInfo) -> list[Row]:
    """The filled rows under the header; the template's example row is not one."""
    rows: list[Row] = []
    for number, cells in sheet_rows:
        if number <= header.row or all(text_of(cell) == "" for cell in cells):
            continue
        row = Row(number=number, cells=cells, header=header, zone=zone)
        if not is_example(row.text("order_no")):
            rows.append(row)
    return rows


def is_example(order_no: str) -> bool:
    return order_no.startswith(("示例", "EXAMPLE"))
