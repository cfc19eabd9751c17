"""Which row is the header, and whose export it is."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from channels.domain.files.dialects import DIALECTS
from channels.domain.files.file_dialect import FileDialect
from channels.domain.files.tables import Cell, Sheet

# Some exports put a title and notes above their header.
_ROWS_SEARCHED = 10
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`at` maps our field to the column's place; `named` gives the header as the file writes it, for error messages."""

    dialect: FileDialect
    row: int
    at: Mapping[str, int]
    named: Mapping[str, str]


def folded(header: Cell) -> str:
    """Without BOM, outer and doubled blanks; full-width forms as half-width; lower case."""
    if not isinstance(header, str):
        return ""
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "").strip().strip("'\"").lower()
    return _BLANKS.sub(" ", text)


def find_header(sheet: Sheet) -> Header | None:
    """The dialect whose marks are all there and which knows the most columns; None when it is none of ours."""
    for number, cells in sheet.rows[:_ROWS_SEARCHED]:
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            places.setdefault(folded(cell), place)
        places.pop("", None)
        found = [header for dialect in DIALECTS if (header := _match(dialect, number, places, cells)) is not None]
        if found:
            # Ties go to the more particular dialect, which stands first.
            return max(found, key=lambda header: len(header.at) if header.dialect.name != "generic" else 0)
    return None


def _match(dialect: FileDialect, row: int, places: Mapping[str, int], cells: list[Cell]) -> Header | None:
    at: dict[str, int] = {}
    for name, aliases in dialect.columns.items():
        place = next((places[alias] for alias in aliases if alias in places), None)
        if place is not None:
            at[name] = place
    if not all(mark in at for mark in dialect.marks):
        return None
    named = {name: str(cells[place]).strip() for name, place in at.items()}
    return Header(dialect=dialect, row=row, at=at, named=named)


def most_like(sheet: Sheet) -> list[str]:
    """The headers of the first filled row, to tell a person what was seen."""
    for _, cells in sheet.rows[:_ROWS_SEARCHED]:
        seen = [str(cell).strip() for cell in cells if cell not in (None, "")]
        if seen:
            return seen[:40]
    return []
