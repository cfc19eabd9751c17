"""A carrier's bill 运费账单, line by line against our own sum (rule LOG-3)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, Numeric, UniqueConstraint, desc
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from warehouse.domain.model import Model

MOST_LINES = 200_000
CENT = Decimal("0.01")


class LineResult(StrEnum):
    """What comparing a line found. `weight` and `zone`: the carrier wrote another one than ours; `amount`: neither explains the difference.

    `less`: billed below our sum, and paid as billed. `duplicate`: billed before, in this bill or another. `unrated`: ours, but we do not know
    what it should cost.
    """

    EQUAL = "equal"
    LESS = "less"
    WEIGHT = "weight"
    ZONE = "zone"
    AMOUNT = "amount"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    UNRATED = "unrated"


class LineState(StrEnum):
    """`disputed` waits for the carrier or for us; `agreed` is payable as `payable` says."""

    AGREED = "agreed"
    DISPUTED = "disputed"


class Step(StrEnum):
    """What can become of a dispute. `proved`: the carrier showed it was right; `given_up`: it takes our figure; `settled`: something between."""

    PROVED = "proved"
    GIVEN_UP = "given_up"
    SETTLED = "settled"


class BillNotFound(NotFound):
    code = "freight_bill_not_found"
    rule = "LOG-3"
    zh = "没有运费账单 {number}。"
    en = "There is no freight bill {number}."


class BillLineNotFound(NotFound):
    code = "freight_bill_line_not_found"
    rule = "LOG-3"
    zh = "账单 {number} 没有第 {line_no} 行。"
    en = "Bill {number} has no line {line_no}."


class NotDisputed(Conflict):
    code = "line_not_disputed"
    rule = "LOG-3"
    zh = "账单 {number} 第 {line_no} 行没有争议。"
    en = "Line {line_no} of bill {number} is not disputed."


class SettledOutside(Invalid):
    code = "settled_outside"
    rule = "LOG-3"
    zh = "结算金额须在 {least} 与 {most} 之间。"
    en = "It is settled between {least} and {most}."


def _outside(least: Decimal, most: Decimal) -> FieldError:
    return FieldError(pointer="/amount", code="outside", zh=f"须在 {least} 与 {most} 之间", en=f"must be between {least} and {most}")


class PaidTooMuch(Conflict):
    code = "paid_too_much"
    rule = "LOG-3"
    zh = "账单 {number} 还应付 {left} 元，不能付 {amount} 元。"
    en = "{left} yuan of bill {number} are still payable, not {amount}."


class PeriodTurned(Invalid):
    code = "period_turned"
    rule = "LOG-3"
    zh = "账期的结束日不能早于开始日。"
    en = "The period ends before it begins."


class FreightBill(Model):
    """The same lines of the same carrier are one bill. `paid` in yuan so far."""

    __tablename__ = "freight_bill"
    __table_args__ = (
        UniqueConstraint("carrier_code", "content_digest"),
        CheckConstraint("period_from <= period_to", name="period"),
        CheckConstraint("paid >= 0", name="paid"),
        Index("ix_freight_bill_imported_at", desc("imported_at"), desc("id")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    carrier_code: Mapped[str] = mapped_column(ForeignKey("carrier.code"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    file_name: Mapped[str]
    content_digest: Mapped[str]
    line_count: Mapped[int]
    paid: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]
    version: Mapped[int]


class FreightBillLine(Model):
    """`expected` is our sum, `payable` what we owe for it as things stand; the rest of `amount` is in dispute, or was given up."""

    __tablename__ = "freight_bill_line"
    __table_args__ = (
        CheckConstraint("payable >= 0 AND payable <= amount", name="payable"),
        Index("ix_freight_bill_line_tracking_number", "tracking_number"),
        Index("ix_freight_bill_line_result", "bill_id", "result", "line_no"),
        Index("ix_freight_bill_line_disputed", "bill_id", "line_no", postgresql_where="state = 'disputed'"),
    )

    bill_id: Mapped[UUID] = mapped_column(ForeignKey("freight_bill.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tracking_number: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    weight_g: Mapped[int | None]
    province: Mapped[str]
    result: Mapped[str]
    expected: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    own_weight_g: Mapped[int | None]
    state: Mapped[str]
    payable: Mapped[Decimal] = mapped_column(Numeric(12, 2))

    def settle(self, step: Step, *, number: str, amount: Decimal | None) -> None:
        """Raises NotDisputed, SettledOutside."""
        if self.state != LineState.DISPUTED:
            raise NotDisputed(number=number, line_no=self.line_no)
        agreed = {Step.PROVED: self.amount, Step.GIVEN_UP: self.payable}.get(step, amount)
        if agreed is None or not self.payable <= agreed <= self.amount:
            raise SettledOutside(least=self.payable, most=self.amount, errors=[_outside(self.payable, self.amount)])
        self.payable, self.state = agreed, LineState.AGREED


class FreightDispute(Model):
    """One step of a dispute, never changed."""

    __tablename__ = "freight_dispute"
    __table_args__ = (
        ForeignKeyConstraint(["bill_id", "line_no"], ["freight_bill_line.bill_id", "freight_bill_line.line_no"]),
        Index("ix_freight_dispute_line", "bill_id", "line_no"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    bill_id: Mapped[UUID]
    line_no: Mapped[int]
    step: Mapped[str]
    payable_before: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    payable_after: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class FreightPayment(Model):
    __tablename__ = "freight_payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), Index("ix_freight_payment_bill_id", "bill_id"))

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    bill_id: Mapped[UUID] = mapped_column(ForeignKey("freight_bill.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    document: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
