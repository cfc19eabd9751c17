"""Row-by-row errors of an import: all of them at once, each with its place (rule SYS-3)."""

from pydantic import BaseModel


class RowError(BaseModel):
    """`row` is the number a person sees in the file (the heading is row 1); `column` its heading, or None for the whole row."""

    row: int
    column: str | None
    code: str
    detail_zh: str
    detail_en: str
