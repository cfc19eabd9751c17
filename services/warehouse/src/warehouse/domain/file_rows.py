"""Rows of an uploaded file: every mistake is noted with its place, and all are told at once (rule SYS-3)."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Protocol

from chassis.refusals import FieldError, Invalid
from chassis.rows import RowError
from warehouse.domain.stock import LARGEST_QUANTITY

MOST_ERRORS = 1_000


class FileRow(Protocol):
    """What we read of a row: its number as a person sees it, and its cells by our names of the columns."""

    @property
    def number(self) -> int: ...

    @property
    def cells(self) -> Mapping[str, str]: ...


class RowsRefused(Invalid):
    code = "rows_refused"
    rule = "SYS-3"
    zh = "文件中有 {count} 处错误，全部未导入，见 errors。"
    en = "The file has {count} mistakes; nothing was imported. See errors."


class RowChecks:
    """Reads cells, and notes what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[RowError] = []

    def note(self, row: FileRow, column: str | None, code: str, *, zh: str, en: str) -> None:
        self.errors.append(RowError(row=row.number, column=column, code=code, detail_zh=zh, detail_en=en))

    def text(self, row: FileRow, column: str, *, longest: int) -> str:
        """ "" when it is missing or too long, which is noted."""
        value = row.cells.get(column, "")
        if not value:
            self.note(row, column, "missing", zh="必填", en="is needed")
        elif len(value) > longest:
            self.note(row, column, "too_long", zh=f"最多 {longest} 个字符", en=f"at most {longest} characters")
            return ""
        return value

    def quantity(self, row: FileRow, column: str) -> int:
        """0 when it is no whole number from 0 up, which is noted."""
        value = row.cells.get(column, "").replace(",", "")
        if not (value.isascii() and value.isdigit() and len(value) <= 10 and int(value) <= LARGEST_QUANTITY):
            self.note(
                row, column, "no_quantity", zh=f"应为 0 到 {LARGEST_QUANTITY} 的整数", en=f"must be a whole number, 0 to {LARGEST_QUANTITY}"
            )
            return 0
        return int(value)

    def moment(self, row: FileRow, column: str, *, zone: tzinfo) -> datetime | None:
        """A time without a zone is one of `zone`. None when it is none, which is noted."""
        try:
            moment = datetime.fromisoformat(row.cells.get(column, "").replace("/", "-"))
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
        except (ValueError, OverflowError):
            self.note(row, column, "no_time", zh="应为时间，例如 2026-11-22 09:30:00", en="must be a time such as 2026-11-22 09:30:00")
            return None

    def refuse(self) -> None:
        """Raises RowsRefused when anything was noted."""
        if not self.errors:
            return
        fields = [
            FieldError(
                pointer=f"row {error.row}" + (f"/{error.column}" if error.column else ""),
                code=error.code,
                zh=error.detail_zh,
                en=error.detail_en,
            )
            for error in self.errors[:MOST_ERRORS]
        ]
        raise RowsRefused(errors=fields, count=len(self.errors))
