"""Cursor lists: `{"data": […], "has_more": …, "next_cursor": …}`. A cursor is the sort key of the last row, opaque to callers."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.refusals import FieldError, Invalid

Row = TypeVar("Row")
LARGEST_PAGE = 100
DEFAULT_PAGE = 20


class CursorUnreadable(Invalid):
    code = "cursor_unreadable"
    zh = "翻页标记无效，请从第一页重新开始。"
    en = "The cursor cannot be read; please start again from the first page."


class Page(BaseModel, Generic[Row]):
    data: list[Row]
    has_more: bool
    next_cursor: str | None


class PageRequest:
    """What a list route takes: `limit` 1–100 and the cursor of the page before."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = DEFAULT_PAGE,
        cursor: Annotated[str | None, Query(max_length=1000)] = None,
    ) -> None:
        self.limit = limit
        self.cursor = cursor

    def after(self, *kinds: type) -> tuple[Any, ...] | None:
        """The sort key to go on after, as values of `kinds` (datetime, UUID, int, str); None on the first page. Raises CursorUnreadable."""
        if self.cursor is None:
            return None
        try:
            values = orjson.loads(base64.urlsafe_b64decode(self.cursor + "=" * (-len(self.cursor) % 4)))
            if not isinstance(values, list) or len(values) != len(kinds):  # pyright: ignore[reportUnknownArgumentType] - JSON
                raise ValueError("wrong shape")
            return tuple(_read(kind, value) for kind, value in zip(kinds, values, strict=True))  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType] - JSON
        except (ValueError, TypeError, OverflowError) as error:
            raise CursorUnreadable(
                errors=[FieldError(pointer="/cursor", code="cursor_unreadable", zh="无法读取", en="cannot be read")]
            ) from error


Paging = Annotated[PageRequest, Depends()]


def _read(kind: type, value: object) -> object:
    if not isinstance(value, str | int):
        raise TypeError("neither text nor number")
    if kind is datetime:
        return datetime.fromisoformat(str(value))
    if kind is UUID:
        return UUID(str(value))
    return kind(value)


def make_cursor(*key: object) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value for value in key]
    return base64.urlsafe_b64encode(orjson.dumps(plain)).rstrip(b"=").decode()


def page_of(rows: Sequence[Row], *, limit: int, next_cursor: str | None) -> Page[Row]:
    """`rows` holds up to `limit` + 1: the query asks for one more than it shows, so no count is needed.

    `next_cursor` is the key of row number `limit`; it is left out when there is no further row.
    """
    has_more = len(rows) > limit
    return Page(data=list(rows[:limit]), has_more=has_more, next_cursor=next_cursor if has_more else None)
