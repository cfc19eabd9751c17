"""Uploaded tables: xlsx, xls or csv (UTF-8, GBK, UTF-16) to rows of text under headings. Refuses what is no table (rule SYS-3)."""

import csv
import io
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from chassis.refusals import Invalid

MOST_ROWS = 20_000
MOST_COLUMNS = 200
# A workbook is a zip file: a few kilobytes can unpack to gigabytes.
MOST_UNPACKED_BYTES = 200_000_000
Cell = str | float | bool | datetime | date | time | timedelta
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class TableUnreadable(Invalid):
    code = "file_unreadable"
    rule = "SYS-3"
    zh = "无法读取该文件：请使用 xlsx，或 UTF-8、GBK 编码的 csv。"
    en = "The file cannot be read: use xlsx, or csv in UTF-8 or GBK."


class TableTooLong(Invalid):
    code = "file_too_long"
    rule = "SYS-3"
    zh = "文件过大：最多 {most} 行。"
    en = "The file is too long: at most {most} rows."


class ColumnsMissing(Invalid):
    code = "columns_missing"
    rule = "SYS-3"
    zh = "文件缺少列：{columns}。请下载模板对照。"
    en = "The file lacks these columns: {columns}. Compare it with the template."


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """`number` is what a person sees in the file (the heading is row 1). `cells` by our names of the columns, trimmed; a column that the
    file does not have is not in it. `headings` are the file's own names of the same columns, for sentences about them.
    """

    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)


def read_table(
    content: bytes, *, columns: Mapping[str, Sequence[str]], required: Iterable[str], most_rows: int = MOST_ROWS
) -> list[TableRow]:
    """Rows under the first line that is not empty. `columns` maps our name of a column to the headings it may have in a file.

    Empty rows are left out. Raises TableUnreadable, TableTooLong, ColumnsMissing.
    """
    rows = _workbook_rows(content, most_rows) if content.startswith((ZIP, OLE)) else _csv_rows(content, most_rows)
    filled = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    if not filled:
        raise TableUnreadable
    if len(filled) - 1 > most_rows:
        raise TableTooLong(most=most_rows)
    known = {_plain(heading): name for name, headings in columns.items() for heading in (name, *headings)}
    places = {known[_plain(cell)]: place for place, cell in enumerate(filled[0][1]) if _plain(cell) in known}
    missing = [columns[name][0] if columns[name] else name for name in required if name not in places]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    headings = {name: filled[0][1][place] for name, place in places.items()}
    return [
        TableRow(
            number=number, cells={name: cells[place] if place < len(cells) else "" for name, place in places.items()}, headings=headings
        )
        for number, cells in filled[1:]
    ]


def _plain(heading: str) -> str:
    return heading.strip().strip("*").casefold().replace(" ", "_")


def _workbook_rows(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        if content.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED_BYTES:
                    raise TableTooLong(most=most_rows)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > most_rows + 10 or sheet.total_width > MOST_COLUMNS:
            raise TableTooLong(most=most_rows)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError, IndexError) as error:
        raise TableUnreadable from error


def _text(cell: Cell) -> str:
    # A workbook keeps every number as a float: 12 comes as 12.0.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _csv_rows(content: bytes, most_rows: int) -> list[list[str]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) > most_rows + 10 or len(cells) > MOST_COLUMNS:
                raise TableTooLong(most=most_rows)
            rows.append([_unguarded(cell.strip()) for cell in cells])
    except csv.Error as error:
        raise TableUnreadable from error
    return rows


def _unguarded(cell: str) -> str:
    """Takes off the apostrophe that our own exports put before a formula (chassis.sheets.guard_formula)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def _decoded(content: bytes) -> str:
    encodings = ["utf-8", "gb18030"]
    if content.startswith(BOM_UTF8):
        encodings = ["utf-8-sig"]
    elif content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise TableUnreadable
