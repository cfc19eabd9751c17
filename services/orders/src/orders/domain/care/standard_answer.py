"""Standard answers 话术: what to say to a problem of a class, with places for facts of the order (rule CARE-6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from orders.domain.model import Model, TextList

LONGEST_ANSWER = 500
"""Characters that every platform takes."""
BRACES = re.compile(r"\{([^{}]*)\}")


class Placeholder(StrEnum):
    """`order_no` is the shop's number of the order, the one the buyer knows."""

    ORDER_NO = "order_no"
    SHOP = "shop"
    PRODUCT = "product"
    TRACKING_NUMBER = "tracking_number"


class AnswerLanguage(StrEnum):
    ZH = "zh"
    EN = "en"


class StandardAnswerNotFound(NotFound):
    code = "standard_answer_not_found"
    rule = "CARE-6"
    zh = "没有这条标准话术。"
    en = "There is no such standard answer."


class StandardAnswerRetired(Conflict):
    code = "standard_answer_retired"
    rule = "CARE-6"
    zh = "话术“{title}”已停用。"
    en = "The standard answer {title} is retired."


class StandardAnswerWrong(Invalid):
    code = "standard_answer_wrong"
    rule = "CARE-6"
    zh = "话术内容有误，未保存。"
    en = "The standard answer has mistakes and was not saved."


class TitleTaken(Conflict):
    code = "title_taken"
    rule = "CARE-6"
    zh = "该分类下已有话术“{title}”。"
    en = "The class has a standard answer {title} already."


class NothingForPlaceholder(Conflict):
    code = "nothing_for_placeholder"
    rule = "CARE-6"
    zh = "话术需要 {placeholder}，但该评价没有这项内容。"
    en = "The standard answer needs {placeholder}, which this review does not have."


class NotInThisLanguage(Conflict):
    code = "not_in_this_language"
    rule = "CARE-6"
    zh = "话术“{title}”没有这种语言的内容。"
    en = "The standard answer {title} has no text in this language."


class AnswerTooLong(Conflict):
    code = "answer_too_long"
    rule = "CARE-6"
    zh = "填入订单内容后回复超过 {most} 字。"
    en = "With the facts of the order the answer has more than {most} characters."


class StandardAnswer(Model):
    """`keys` are what it is searched by. `en` may be "". `uses` counts answers given with it."""

    __tablename__ = "standard_answer"
    __table_args__ = (Index("ix_standard_answer_title", "title", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    class_code: Mapped[str]
    title: Mapped[str]
    keys: Mapped[TextList]
    zh: Mapped[str]
    en: Mapped[str]
    active: Mapped[bool]
    uses: Mapped[int]
    last_used_at: Mapped[datetime | None]
    version: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]

    def fill(self, language: AnswerLanguage, facts: Mapping[str, str]) -> str:
        """Raises StandardAnswerRetired, NotInThisLanguage, NothingForPlaceholder, AnswerTooLong."""
        if not self.active:
            raise StandardAnswerRetired(title=self.title)
        text = self.zh if language == AnswerLanguage.ZH else self.en
        if not text:
            raise NotInThisLanguage(title=self.title)
        for name in BRACES.findall(text):
            if not facts.get(name):
                raise NothingForPlaceholder(placeholder=f"{{{name}}}")
        # In one walk: a fact that itself holds braces (a product's name) is not filled again.
        filled = BRACES.sub(lambda found: facts[found[1]], text)
        if len(filled) > LONGEST_ANSWER:
            raise AnswerTooLong(most=LONGEST_ANSWER)
        return filled


class StandardAnswerVersion(Model):
    """What it said, kept for good."""

    __tablename__ = "standard_answer_version"

    answer_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    class_code: Mapped[str]
    title: Mapped[str]
    keys: Mapped[TextList]
    zh: Mapped[str]
    en: Mapped[str]
    active: Mapped[bool]
    at: Mapped[datetime]
    by_name: Mapped[str]


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    class_code: str
    title: str
    keys: list[str]
    zh: str
    en: str
    active: bool

    def check(self) -> None:
        """Raises StandardAnswerWrong with each placeholder that nothing is known for."""
        _check_placeholders(zh=self.zh, en=self.en)


def _check_placeholders(**texts: str) -> None:
    known = "、".join(f"{{{one}}}" for one in Placeholder), ", ".join(f"{{{one}}}" for one in Placeholder)
    errors = [
        FieldError(
            pointer=f"/{field}",
            code="placeholder_unknown",
            zh=f"{{{name}}} 不可用，可用的有 {known[0]}",
            en=f"{{{name}}} is not one of {known[1]}",
        )
        for field, words in texts.items()
        for name in dict.fromkeys(BRACES.findall(words))
        if name not in set(Placeholder)
    ]
    errors += [
        FieldError(pointer=f"/{field}", code="brace_alone", zh="有单独的大括号", en="holds a brace that is not closed or not opened")
        for field, words in texts.items()
        if "{" in BRACES.sub("", words) or "}" in BRACES.sub("", words)
    ]
    if errors:
        raise StandardAnswerWrong(errors=errors)
