"""A customer's personal data is erased: on request, or when the company no longer needs it; the books stay (rule ORD-5; domain.md TR-11)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import CheckConstraint, Index, Uuid, literal_column
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from chassis.policies import PolicyVersion
from chassis.refusals import Conflict, Forbidden, NotFound
from orders.domain.model import Model, TextList
from orders.domain.receiver import is_masked, mask_digits, phone_digits

ERASURE_RULE = "ORD-5"
PREFIX = "era"
NOUN = "customer_erasure"
KEPT = ("completed", "cancelled", "closed")
"""Statuses of orders that have ended: only of these the receiver is no longer needed."""
SHORTEST_NAME, SHORTEST_WORD = 2, 5
"""A surname alone stands in too many other words, and so do a few Latin letters or digits."""
NOBODY = r"$^"
"""A pattern that no text has."""


class ErasureState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why: the buyer wants it, the law or an authority, something else, or the retention policy's months are over."""

    BUYER = "buyer"
    LAW = "law"
    OTHER = "other"
    RETENTION = "retention"


class ErasureNotFound(NotFound):
    code = "erasure_not_found"
    rule = ERASURE_RULE
    zh = "没有此删除申请，或客户不在您的店铺范围内。"
    en = "There is no such request, or the customer is not of your shops."


class ErasureAskedAlready(Conflict):
    code = "erasure_asked_already"
    rule = ERASURE_RULE
    zh = "此客户已有待处理的删除申请。"
    en = "This customer's erasure was asked for already and waits to be carried out."


class ErasureSettled(Conflict):
    code = "erasure_settled"
    rule = ERASURE_RULE
    zh = "此删除申请已处理。"
    en = "This request was settled already."


class ErasureByAnother(Forbidden):
    code = "erasure_by_another"
    rule = ERASURE_RULE
    zh = "删除不可恢复：申请人不能处理自己的申请，须由另一人执行。"
    en = "What is erased does not come back: somebody else than who asked carries it out."


class ErasureFileChanged(Conflict):
    code = "erasure_file_changed"
    rule = ERASURE_RULE
    zh = "申请之后，此客户档案被合并或拆开过，请拒绝此申请并重新提出。"
    en = "The file was merged or taken apart since it was asked; refuse this request and ask again."


class ErasureWhileOpen(Conflict):
    code = "erasure_while_open"
    rule = ERASURE_RULE
    zh = "还有 {orders} 个未完成的订单、{cases} 个未结的售后、投诉、调解或待开的发票（{which}），完成后才能删除。"
    en = (
        "{orders} orders and {cases} cases, complaints, mediations or invoices are still open ({which}); "
        "their personal data is erased once they have ended."
    )


Months = Annotated[int, Field(ge=6, le=240)]
DAYS_OF_A_MONTH = 30.44


def before_months(now: datetime, months: int) -> datetime:
    return now - timedelta(days=months * DAYS_OF_A_MONTH)


class RetentionParameters(BaseModel):
    """Customers without an order for `months` are erased by themselves; None: only on request. A request is carried out within `answer_days`.

    Words and pictures of reviews go `review_months` after they were written, pictures of mediations `evidence_months` after it ended; None:
    with their customer only. Pictures of cases keep the days of the after-sales policy.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    months: Months | None
    review_months: Months | None = None
    evidence_months: Months | None = None
    answer_days: Annotated[int, Field(ge=1, le=90)]


DEFAULT_RETENTION = RetentionParameters(months=None, answer_days=15)


class RetentionPolicy(PolicyVersion, Model):
    __tablename__ = "retention_policy"


class CustomerErasure(Model):
    """`bases` and `shops` are the file's when it was asked for. `settled_by` and `comment` are "" until it is settled; `orders` is how many
    kept their amounts.
    """

    __tablename__ = "customer_erasure"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'done', 'refused')", name="state"),
        CheckConstraint("ground IN ('buyer', 'law', 'other', 'retention')", name="ground"),
        Index("ix_customer_erasure_state", "state", "id"),
        Index("uq_customer_erasure_asked", "customer_id", unique=True, postgresql_where=literal_column("state = 'asked'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    bases: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    shops: Mapped[TextList]
    state: Mapped[str]
    ground: Mapped[str]
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str]
    comment: Mapped[str]
    orders: Mapped[int]
    policy_version: Mapped[int]

    def settle(self, state: ErasureState, *, by: str, comment: str, now: datetime) -> None:
        self.state, self.settled_by, self.comment, self.settled_at = state, by, comment, now


class ErasedOrder(Model):
    """It stays in the books without its buyer, and is counted to nobody any more."""

    __tablename__ = "erased_order"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    erasure_id: Mapped[UUID]


def erased_mark(day: date) -> str:
    """Stands where a person's words or name stood, in both languages: text has no reader's language."""
    return f"〔已删除 {day} · erased {day}〕"


def pattern_of(receivers: Iterable[Mapping[str, str]], *, buyers: Iterable[str]) -> str:
    """Finds the person in what others wrote of them: full name, phone (also masked by us), street and the platform's account."""
    words: set[str] = set(buyers)
    for receiver in receivers:
        digits = phone_digits(receiver.get("phone", ""))
        words |= {receiver.get(field, "").strip() for field in ("name", "phone", "street")}
        words |= {digits, mask_digits(digits)} if digits else set()
    told = sorted(filter(_names_one, words), key=len, reverse=True)
    return "|".join(re.escape(word) for word in told) or NOBODY


def _names_one(word: str) -> bool:
    """What a platform masked stands for many people; a phone that we masked keeps enough digits to be one's own."""
    return len(word.replace("*", "").replace("＊", "")) >= (SHORTEST_WORD if word.isascii() or is_masked(word) else SHORTEST_NAME)
