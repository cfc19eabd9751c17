"""Bytes to rows, whatever the file is: csv in UTF-8, GBK or UTF-16, or a workbook. Refuses what is no table."""

import csv
import io
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

Cell = str | int | float | bool | datetime | date | time | timedelta | None
MAX_ROWS = 20_000
MAX_COLUMNS = 300
# A workbook is a zip file: a few kilobytes can unpack to gigabytes.
MAX_UNPACKED_BYTES = 200_000_000
_CANDIDATES = ["gb18030", "big5", "cp1252"]
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class FileRefused(Exception):
    """The file as a whole cannot be read; no row can be named."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`rows` are numbered as a spreadsheet shows them, from 1."""

    name: str
    encoding: str
    rows: list[tuple[int, list[Cell]]]


def read_sheets(content: bytes) -> Iterator[Sheet]:
    """Every sheet in turn; a csv file is one sheet. Raises FileRefused."""
    if not content.strip():
        raise FileRefused("file_empty", "The file is empty.")
    if content.startswith((_ZIP, _OLE)):
        yield from _workbook(content)
    else:
        yield _csv(content)


def _workbook(content: bytes) -> Iterator[Sheet]:
    _refuse_zip_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MAX_ROWS + 10 or sheet.total_width > MAX_COLUMNS:
                raise FileRefused("too_many_rows", f"Sheet {name}: at most {MAX_ROWS} rows and {MAX_COLUMNS} columns.")
            rows = [(number, list[Cell](cells)) for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)]
            yield Sheet(name=name, encoding="workbook", rows=rows)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError) as error:
        raise FileRefused("workbook_unreadable", f"The workbook cannot be opened: {error}"[:200]) from error


def _refuse_zip_bomb(content: bytes) -> None:
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except zipfile.BadZipFile as error:
        raise FileRefused("workbook_unreadable", "The workbook is damaged.") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise FileRefused("file_too_large", "The workbook unpacks to more than can be read.")


def _csv(content: bytes) -> Sheet:
    text, encoding = decoded(content)
    rows: list[tuple[int, list[Cell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MAX_ROWS + 10 or len(cells) > MAX_COLUMNS:
                raise FileRefused("too_many_rows", f"At most {MAX_ROWS} rows and {MAX_COLUMNS} columns.")
            rows.append((number, list[Cell](cells)))
    except csv.Error as error:
        raise FileRefused("csv_unreadable", f"The file is no table: {error}"[:200]) from error
    return Sheet(name="", encoding=encoding, rows=rows)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Exports of Chinese systems are UTF-8 or GBK, and the two never look alike."""
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        likely = [match.encoding for match in from_bytes(content, cp_isolation=_CANDIDATES, threshold=0.5)]
    for encoding in dict.fromkeys(["gb18030"] * ("gb18030" in likely) + likely + ["gb18030"]):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise FileRefused("encoding_unknown", "The file is neither UTF-8 nor GBK: save it as CSV UTF-8 or as xlsx.")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused("encoding_unknown", f"The file says it is {encoding}, but is not.") from error


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=first.count)
