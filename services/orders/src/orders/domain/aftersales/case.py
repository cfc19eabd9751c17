"""The after-sales case: how it stands, and what may be done with it (rules CARE-1, CARE-2)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, SmallInteger, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from orders.domain.aftersales.difference import Difference, DifferenceState
from orders.domain.aftersales.kinds import KINDS, CaseKind, KindRule
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import ENDS, CaseState, CaseStepNotAllowed, must_become
from orders.domain.line import MONEY
from orders.domain.model import Model

REFUND, COMPENSATION, LATE = "refund", "compensation", "aftersales_late"
"""What people's approvals call them."""
APPROVALS = frozenset({REFUND, COMPENSATION, LATE})
IS_OPEN = "state <> ALL ('{closed,refused,withdrawn}'::text[])"
"""In words, so that PostgreSQL sees that a partial index holds exactly what is asked for."""


class Source(StrEnum):
    PERSON = "person"
    CLIENT = "client"
    PLATFORM = "platform"


class Attention(StrEnum):
    """Why a person has to look: what came back is not what was expected, money did not get through, the shop tells another story."""

    GOODS = "goods"
    REFUND_FAILED = "refund_failed"
    REPLACEMENT = "replacement"
    PLATFORM = "platform"
    LEFT_MEANWHILE = "left_meanwhile"
    NOT_APPROVED = "not_approved"


class CaseLine(Model):
    """Pieces of one order line. `send_sku` goes out for it (exchange, resend); the four verdicts count what the warehouse has inspected."""

    __tablename__ = "aftersales_line"
    __table_args__ = (CheckConstraint("quantity > 0 AND amount >= 0", name="quantity"), Index("ix_aftersales_line_sku", "sku", "case_id"))

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    platform_line_no: Mapped[str]
    sku: Mapped[str | None]
    send_sku: Mapped[str | None]
    title: Mapped[str]
    quantity: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    good: Mapped[int]
    damaged: Mapped[int]
    wrong: Mapped[int]
    missing: Mapped[int]

    @property
    def inspected(self) -> int:
        return self.good + self.damaged + self.wrong + self.missing

    @property
    def sound_or_damaged(self) -> bool:
        """All that was expected came, in whatever state."""
        return self.good + self.damaged >= self.quantity


class Case(Model):
    """Amounts in `currency`; `amount` is all that is promised or paid, `freight_amount` the part of it that is the order's freight."""

    __tablename__ = "aftersales_case"
    __table_args__ = (
        CheckConstraint("freight_amount >= 0 AND amount >= freight_amount", name="amount"),
        Index("uq_aftersales_case_number", "number", unique=True),
        Index(
            "uq_aftersales_case_platform_refund_no", "shop_id", "platform_refund_no", unique=True,
            postgresql_where=literal_column("platform_refund_no IS NOT NULL"),
        ),
        Index("ix_aftersales_case_order_id", "order_id"),
        Index("ix_aftersales_case_opened_at", "opened_at", "id"),
        Index("ix_aftersales_case_state_opened_at", "state", "opened_at", "id"),
        Index("ix_aftersales_case_due_at", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_aftersales_case_shop_due_at", "shop_id", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_aftersales_case_state_due_at", "state", "due_at", "id", postgresql_where=literal_column(IS_OPEN)),
        Index("ix_aftersales_case_shop_id", "shop_id", "opened_at", "id"),
        Index("ix_aftersales_case_overdue", "due_at", "id", postgresql_where=literal_column(f"{IS_OPEN} AND overdue_at IS NOT NULL")),
        Index("ix_aftersales_case_attention", "due_at", "id", postgresql_where=literal_column(f"{IS_OPEN} AND attention IS NOT NULL")),
        Index("ix_aftersales_case_reason", "reason_code", "opened_at", "id"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    shop_id: Mapped[str]
    order_id: Mapped[UUID]
    order_number: Mapped[str]
    platform_order_no: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    source: Mapped[str]
    reason_code: Mapped[str]
    freight_by: Mapped[str]
    liable: Mapped[str]
    note: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    freight_amount: Mapped[Decimal] = mapped_column(MONEY)
    late: Mapped[bool]
    """Asked for after the policy's days: a superior decides."""
    attention: Mapped[str | None]
    platform_refund_no: Mapped[str | None]
    platform_state: Mapped[str | None]
    platform_modified_at: Mapped[datetime | None]
    approval_kind: Mapped[str | None]
    carrier_code: Mapped[str | None]
    tracking_number: Mapped[str | None]
    replacement_order_id: Mapped[UUID | None]
    policy_version: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    opened_by_id: Mapped[str]
    asked_by_id: Mapped[str | None]
    """The account that agreed and so asked for approval."""
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str]
    state_at: Mapped[datetime]
    due_at: Mapped[datetime]
    overdue_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]

    lines: Mapped[list[CaseLine]] = relationship(
        CaseLine, lazy="raise", primaryjoin="Case.id == foreign(CaseLine.case_id)", order_by=CaseLine.line_no, cascade="all, delete-orphan"
    )
    difference: Mapped[Difference | None] = relationship(
        Difference, lazy="raise", uselist=False, primaryjoin="Case.id == foreign(Difference.case_id)", cascade="all, delete-orphan"
    )
    """What the buyer pays more for other goods; None: nothing."""

    @property
    def rule(self) -> KindRule:
        return KINDS[CaseKind(self.kind)]

    @property
    def ended(self) -> bool:
        return self.state in ENDS

    @property
    def withdrawn_at_platform(self) -> bool:
        """The buyer took back there what could no longer be taken back here."""
        return self.platform_state == "withdrawn"

    def become(self, state: CaseState, policy: AftersalesParameters, *, now: datetime) -> None:
        """Raises CaseStepNotAllowed."""
        must_become(CaseState(self.state), state, number=self.number)
        self.state, self.state_at, self.overdue_at = state, now, None
        self.due_at = policy.due(state, now=now) or self.due_at
        self.version += 1
        if state in ENDS:
            self.closed_at, self.attention = now, None

    def must_be(self, *states: CaseState) -> None:
        """Raises CaseStepNotAllowed."""
        if self.state not in states:
            raise CaseStepNotAllowed(number=self.number, state=self.state)

    def touch(self) -> None:
        self.version += 1

    def digest(self) -> str:
        """Of exactly what is asked to be approved."""
        lines = [[line.line_no, line.quantity, f"{line.amount:.2f}", line.send_sku] for line in self.lines]
        content = [str(self.id), self.kind, self.reason_code, self.currency, f"{self.amount:.2f}", f"{self.freight_amount:.2f}", lines]
        if self.difference is not None:
            content.append(f"{self.difference.amount:.2f}")
        return "sha256:" + hashlib.sha256(orjson.dumps(content)).hexdigest()

    @property
    def waits_for_payment(self) -> bool:
        return self.difference is not None and self.difference.state == DifferenceState.ASKED

    @property
    def all_inspected(self) -> bool:
        return all(line.inspected >= line.quantity for line in self.lines)

    @property
    def all_came(self) -> bool:
        return all(line.sound_or_damaged for line in self.lines)

    @property
    def came_damaged(self) -> bool:
        return any(line.damaged for line in self.lines)

    def count(self, verdicts: Sequence[tuple[str, int, str]]) -> None:
        """(SKU, pieces, verdict) over the lines; what nobody expected is left over and counts nowhere."""
        for sku, pieces, verdict in verdicts:
            left = pieces
            for line in self.lines:
                taken = min(left, line.quantity - line.inspected) if line.sku == sku else 0
                if taken > 0:
                    setattr(line, verdict, getattr(line, verdict) + taken)
                    left -= taken


class CaseParcel(Model):
    """A parcel that came back, counted once."""

    __tablename__ = "aftersales_parcel"
    __table_args__ = (Index("ix_aftersales_parcel_case_id", "case_id"),)

    return_number: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    warehouse_code: Mapped[str]
    carrier_code: Mapped[str]
    tracking_number: Mapped[str]
    arrived_at: Mapped[datetime | None]
    inspected_at: Mapped[datetime | None]
    verdicts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class CaseHappened(StrEnum):
    OPENED = "opened"
    APPROVAL_ASKED = "approval_asked"
    NOT_APPROVED = "not_approved"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOP_ASKED = "stop_asked"
    LEFT_MEANWHILE = "left_meanwhile"
    NOT_STOPPED = "not_stopped"
    GOODS_EXPECTED = "goods_expected"
    PARCEL_TOLD = "parcel_told"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    DECIDED = "decided"
    REFUND_DECIDED = "refund_decided"
    REFUNDED_AHEAD = "refunded_ahead"
    REFUND_TOLD = "refund_told"
    REFUND_FAILED = "refund_failed"
    PAID_BY_HAND = "paid_by_hand"
    PAYMENT_AWAITED = "payment_awaited"
    DIFFERENCE_PAID = "difference_paid"
    GIVE_BACK_DUE = "give_back_due"
    DIFFERENCE_GIVEN_BACK = "difference_given_back"
    REPLACEMENT_MADE = "replacement_made"
    REPLACEMENT_LEFT = "replacement_left"
    REPLACEMENT_CANCELLED = "replacement_cancelled"
    SENT_BACK = "sent_back"
    PLATFORM_NEWS = "platform_news"
    OVERDUE = "overdue"
    NOTED = "noted"
    CLOSED = "closed"
    PICTURE_KEPT = "picture_kept"
    LIABILITY_ASKED = "liability_asked"
    LIABILITY_NOT_APPROVED = "liability_not_approved"
    LIABILITY_FIXED = "liability_fixed"
    CLAIM_ANSWERED = "claim_answered"


class CaseEntry(Model):
    """Only ever added to."""

    __tablename__ = "aftersales_entry"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    by_kind: Mapped[str]
    by_name: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
