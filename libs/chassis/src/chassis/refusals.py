"""Refusals: a rule said no. Each is a class beside its rule; no web import here (problems.py gives them their HTTP face)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One wrong field. `pointer` is a JSON pointer into the request ("/lines/0/quantity"), or a place in a file ("row 7")."""

    pointer: str
    code: str
    zh: str
    en: str


class Refusal(Exception):
    """Base of all refusals. `code` is what programs read; `zh` and `en` are sentences with {facts}; `rule` is the rulebook's number.

    `retry_after` is in seconds, where the rule knows how long to wait.
    """

    kind: ClassVar[Kind]
    code: ClassVar[str]
    rule: ClassVar[str | None] = None
    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, *, errors: list[FieldError] | None = None, retry_after: int | None = None, **facts: object) -> None:
        super().__init__(self.code)
        self.errors = errors or []
        self.retry_after = retry_after
        self.facts = facts

    def sentence(self, language: str) -> str:
        return (self.zh if language.startswith("zh") else self.en).format(**self.facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"


class NotFound(Refusal):
    """There is no such thing, or the caller may not see it: both look the same from outside."""

    kind = Kind.NOT_FOUND
    code = "not_found"
    zh = "找不到该记录，或您无权查看。"
    en = "There is no such record, or you may not see it."


class Forbidden(Refusal):
    kind = Kind.FORBIDDEN
    code = "forbidden"
    zh = "您没有权限执行此操作（需要 {permission}）。"
    en = "You may not do this (it needs {permission})."


class Conflict(Refusal):
    kind = Kind.CONFLICT


class Invalid(Refusal):
    """The request is well formed but cannot be carried out as written; `errors` names the fields."""

    kind = Kind.INVALID


class Unavailable(Refusal):
    """Something we depend on is down. Safe to send again."""

    kind = Kind.UNAVAILABLE
    code = "unavailable"
    zh = "{part} 暂时不可用，请稍后重试；尚未保存任何更改。"
    en = "{part} is not available right now; nothing was changed. Please try again."
