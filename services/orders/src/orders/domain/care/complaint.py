"""Complaints and disputes: received, answered within the limit, handled, closed with responsibility and improvement (rule CARE-3)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from orders.domain.model import Model

PREFIX = "cpl"
NOUN = "complaint"
IS_OPEN = "state <> 'closed'"
"""In words, so that PostgreSQL sees that a partial index holds exactly what is asked for."""


class ComplaintState(StrEnum):
    """OPENED: waits for its first answer, since it came or since it came again."""

    OPENED = "opened"
    ANSWERED = "answered"
    CLOSED = "closed"


class ComplaintSource(StrEnum):
    HAND = "hand"
    CASE = "case"
    REVIEW = "review"
    CALL_BACK = "call_back"
    PLATFORM = "platform"


class Responsible(StrEnum):
    SHOP = "shop"
    WAREHOUSE = "warehouse"
    CARRIER = "carrier"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    STAFF = "staff"
    BUYER = "buyer"


class Deadline(StrEnum):
    ANSWER = "answer"
    SOLUTION = "solution"


class ComplaintHappened(StrEnum):
    OPENED = "opened"
    ANSWERED = "answered"
    NOTED = "noted"
    TRANSFERRED = "transferred"
    BACK_AT_DESK = "back_at_desk"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REOPENED = "reopened"


class ComplaintNotFound(NotFound):
    code = "complaint_not_found"
    rule = "CARE-3"
    zh = "找不到该投诉，或您无权查看。"
    en = "There is no such complaint, or you may not see it."


class ShopNeeded(Invalid):
    code = "shop_needed"
    rule = "CARE-3"
    zh = "请选择投诉所属的店铺，或填写订单、售后单。"
    en = "Name the shop that it is about, or an order or a case of it."


class LinksDiffer(Invalid):
    code = "links_differ"
    rule = "CARE-3"
    zh = "所填的店铺、订单、售后单和客户不属于同一笔交易。"
    en = "The shop, the order, the case and the customer are not of one purchase."


class ComplaintClosed(Conflict):
    code = "complaint_closed"
    rule = "CARE-3"
    zh = "投诉 {number} 已结案；买家再次反映时请重新打开。"
    en = "Complaint {number} is closed; open it again when the buyer comes back."


class ComplaintAnswered(Conflict):
    code = "complaint_answered"
    rule = "CARE-3"
    zh = "投诉 {number} 已答复过；补充说明请写处理记录。"
    en = "Complaint {number} was answered already; add what you have to say as a note."


class ComplaintNotAnswered(Conflict):
    code = "complaint_not_answered"
    rule = "CARE-3"
    zh = "投诉 {number} 尚未答复买家，不能结案。"
    en = "Complaint {number} was not answered yet: it is closed after its answer."


class ComplaintNotClosed(Conflict):
    code = "complaint_not_closed"
    rule = "CARE-3"
    zh = "投诉 {number} 尚未结案，不需要重新打开。"
    en = "Complaint {number} is not closed: there is nothing to open again."


class Complaint(Model):
    """`platform_no` is what its platform or shop calls it; `source_ref` the case, review or call-back that it came from. Each exists once.

    `answered_at`, `answered_by` and `answered_in_time` are of the first answer and stay. `answer_due_at` and `solve_due_at` are those of the newest opening; `due_at` is what comes
    next of them, `escalate_at` when a job looks (null: nothing is left to escalate).
    """

    __tablename__ = "care_complaint"
    __table_args__ = (
        CheckConstraint("state IN ('opened', 'answered', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("state <> 'closed' OR (responsible <> '' AND improvement <> '')", name="closed_with"),
        Index("uq_care_complaint_number", "number", unique=True),
        Index("uq_care_complaint_platform_no", "shop_id", "platform_no", unique=True, postgresql_where=literal_column("platform_no IS NOT NULL")),
        Index("uq_care_complaint_source_ref", "source", "source_ref", unique=True, postgresql_where=literal_column("source_ref IS NOT NULL")),
        Index("ix_care_complaint_due_at", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_complaint_shop_due_at", "shop_id", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_care_complaint_assignee_id", "assignee_id", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index(
            "ix_care_complaint_escalated", "due_at", "id",
            postgresql_where=literal_column(f"{IS_OPEN} AND (answer_escalated_at IS NOT NULL OR solve_escalated_at IS NOT NULL)"),
        ),
        Index("ix_care_complaint_escalate_at", "escalate_at", postgresql_where=literal_column("escalate_at IS NOT NULL")),
        Index("ix_care_complaint_opened_at", "opened_at", "id"),
        Index("ix_care_complaint_shop_opened_at", "shop_id", "opened_at", "id"),
        Index("ix_care_complaint_order_id", "order_id", postgresql_where=literal_column("order_id IS NOT NULL")),
        Index("ix_care_complaint_case_id", "case_id", postgresql_where=literal_column("case_id IS NOT NULL")),
        Index("ix_care_complaint_customer_id", "customer_id", postgresql_where=literal_column("customer_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    shop_id: Mapped[str]
    platform_no: Mapped[str | None]
    source: Mapped[str]
    source_ref: Mapped[str | None]
    order_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    """A base of a customer's file (rule CARE-4)."""
    kind: Mapped[str]
    state: Mapped[str]
    text: Mapped[str]
    policy_version: Mapped[int]
    assignee_id: Mapped[str | None]
    assignee_name: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    opened_by_id: Mapped[str]
    answer_due_at: Mapped[datetime]
    solve_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    escalate_at: Mapped[datetime | None]
    answer_escalated_at: Mapped[datetime | None]
    solve_escalated_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    answered_by_id: Mapped[str]
    answered_in_time: Mapped[bool | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str]
    closed_by_id: Mapped[str]
    closed_in_time: Mapped[bool | None]
    responsible: Mapped[str]
    improvement: Mapped[str]
    reopened: Mapped[int]
    """How often the buyer came back after it was closed: repeat contact (rule CARE-7)."""
    version: Mapped[int]

    @property
    def escalated(self) -> bool:
        return self.answer_escalated_at is not None or self.solve_escalated_at is not None

    def must_be_open(self) -> None:
        """Raises ComplaintClosed."""
        if self.state == ComplaintState.CLOSED:
            raise ComplaintClosed(number=self.number)

    def take_over(self, *, by: str, by_id: str) -> bool:
        """Who does something with a complaint of nobody has it from then on: whether that is so now."""
        if self.assignee_id is not None:
            return False
        self.assignee_id, self.assignee_name = by_id, by
        return True

    def hand_to(self, *, account_id: str | None, name: str) -> None:
        """`account_id` None: to whom takes it on next."""
        self.assignee_id, self.assignee_name = account_id, name
        self.version += 1

    def answer(self, *, now: datetime, by: str, by_id: str) -> bool:
        """Whether in time. Raises ComplaintClosed, ComplaintAnswered."""
        self.must_be_open()
        if self.state != ComplaintState.OPENED:
            raise ComplaintAnswered(number=self.number)
        in_time = now <= self.answer_due_at
        if self.answered_at is None:
            self.answered_at, self.answered_in_time, self.answered_by, self.answered_by_id = now, in_time, by, by_id
        self.state, self.due_at = ComplaintState.ANSWERED, self.solve_due_at
        self.escalate_at = None if self.solve_escalated_at else self.solve_due_at
        self.version += 1
        return in_time

    def close(self, *, responsible: Responsible, improvement: str, now: datetime, by: str, by_id: str) -> bool:
        """Whether solved in time. Raises ComplaintClosed, ComplaintNotAnswered."""
        self.must_be_open()
        if self.state != ComplaintState.ANSWERED:
            raise ComplaintNotAnswered(number=self.number)
        in_time = now <= self.solve_due_at
        self.state, self.closed_at, self.closed_by, self.closed_by_id, self.closed_in_time = ComplaintState.CLOSED, now, by, by_id, in_time
        self.responsible, self.improvement, self.escalate_at = responsible, improvement, None
        self.version += 1
        return in_time

    def reopen(self, *, answer_due: datetime, solve_due: datetime) -> None:
        """Raises ComplaintNotClosed."""
        if self.state != ComplaintState.CLOSED:
            raise ComplaintNotClosed(number=self.number)
        self.state, self.closed_at, self.closed_by, self.closed_by_id, self.closed_in_time = ComplaintState.OPENED, None, "", "", None
        self.responsible = self.improvement = ""
        self.answer_due_at = self.due_at = self.escalate_at = answer_due
        self.solve_due_at = solve_due
        self.answer_escalated_at = self.solve_escalated_at = None
        self.reopened += 1
        self.version += 1

    def escalate(self, *, now: datetime) -> Deadline | None:
        """The deadline that has passed, each once; None: none has."""
        if self.state == ComplaintState.CLOSED or self.escalate_at is None or self.escalate_at > now:
            return None
        self.version += 1
        if self.state == ComplaintState.OPENED and self.answer_escalated_at is None:
            self.answer_escalated_at, self.escalate_at = now, self.solve_due_at
            return Deadline.ANSWER
        self.solve_escalated_at, self.escalate_at = now, None
        return Deadline.SOLUTION


class ComplaintEntry(Model):
    """Only ever added to."""

    __tablename__ = "care_complaint_entry"

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    by_id: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
