"""Quality tracking records 质量跟踪记录: what buyers told of a product, each thing once, and how often each problem comes (rules CARE-4, CARE-6)."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from orders.domain.model import Model

UNKNOWN_SKU = ""


class QualityKind(StrEnum):
    REVIEW = "review"
    CASE = "case"
    COMPLAINT = "complaint"
    CALL_BACK = "call_back"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that buyers told, of each of `skus` (none: not known of which). `class_code` None: no problem, or not classified."""

    kind: QualityKind
    subject_id: UUID
    number: str
    at: datetime
    shop_id: str
    order_id: UUID | None
    skus: tuple[str, ...]
    class_code: str | None
    customer_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


class QualityEntry(Model):
    """`number` is what people see of it. `month` is the first day of the company's month of `at`."""

    __tablename__ = "quality_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('review', 'case', 'complaint', 'call_back')", name="kind"),
        Index("ix_quality_entry_sku", "sku", "at", "subject_id", postgresql_where=literal_column("sku <> ''")),
        Index("ix_quality_entry_order_id", "order_id", "at", "subject_id", postgresql_where=literal_column("order_id IS NOT NULL")),
        Index("ix_quality_entry_customer_id", "customer_id", "at", "subject_id", postgresql_where=literal_column("customer_id IS NOT NULL")),
        Index("ix_quality_entry_class_code", "class_code", "sku", "month", "at", "subject_id", postgresql_where=literal_column("class_code IS NOT NULL")),
    )  # fmt: skip

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    at: Mapped[datetime]
    month: Mapped[date]
    shop_id: Mapped[str]
    order_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    class_code: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ProblemTally(Model):
    """How often a problem was told of a SKU in a month, shop and kind. Kept with the entries, in the same transaction."""

    __tablename__ = "problem_tally"
    __table_args__ = (Index("ix_problem_tally_class_code", "class_code", "sku", "month"),)

    month: Mapped[date] = mapped_column(primary_key=True)
    class_code: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    problems: Mapped[int]


class ImprovementState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"


class OwnerNeeded(Invalid):
    code = "owner_needed"
    rule = "CARE-6"
    zh = "进行中的改进须有负责人和期限。"
    en = "An improvement that is worked on has an owner and a due date."


class ReasonNeeded(Invalid):
    code = "reason_needed"
    rule = "CARE-6"
    zh = "完成或不做改进，须写明做了什么或为什么不做。"
    en = "Who ends an improvement says what was done, or why not."


class NoSuchProblem(Conflict):
    code = "no_such_problem"
    rule = "CARE-6"
    zh = "没有人反映过该商品的这个问题。"
    en = "Nobody has told this problem of this product."


class Improvement(Model):
    """What is done about a problem of a product. No row: nobody has taken it on yet."""

    __tablename__ = "improvement"
    __table_args__ = (CheckConstraint("state IN ('open', 'done', 'declined')", name="state"),)

    class_code: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    owner_id: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    reason: Mapped[str]
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int]


def month_of(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date().replace(day=1)


def months_back(month: date, count: int) -> date:
    """The first day of the month `count` months before."""
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)
