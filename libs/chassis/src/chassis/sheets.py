"""Lists as xlsx. A text that a spreadsheet would run as a formula is written as text."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import xlsxwriter
from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | datetime | None


def guard_formula(text: str) -> str:
    """For CSV: a leading = + - @ or tab would be run by a spreadsheet; an apostrophe stops it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_sheet(
    *, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], zone: ZoneInfo, made_at: datetime | None = None
) -> bytes:
    """An xlsx file with one sheet. Decimals stay exact numbers in the cell's text form; instants are shown in `zone`.

    With `made_at` in its properties in place of now, the same rows give the same file.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    if made_at is not None:
        book.set_properties({"created": made_at.astimezone(zone).replace(tzinfo=None)})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, max(12, min(len(heading) * 2, 40)))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell.astimezone(zone).replace(tzinfo=None), moment)
            elif isinstance(cell, Decimal):
                sheet.write_number(number, column, float(cell), money)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_string(number, column, cell)
    book.close()
    return buffer.getvalue()


def sheet_response(content: bytes, *, filename: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(filename)}"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})
