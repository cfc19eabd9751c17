"""Goods that are on their way back, as we were told of them (rule CARE-2)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, desc
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.ids import new_id
from warehouse.domain.model import Model
from warehouse.domain.return_refusals import (
    ExpectationMalformed,
)
from warehouse.domain.stock import LARGEST_QUANTITY


class ExpectationState(StrEnum):
    """`expected` also when a part was inspected and the rest is awaited."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    WITHDRAWN = "withdrawn"


class ExpectedReturn(Model):
    """`reference` is the asker's; `number` is what people call the case. An empty `number`: withdrawn before it was told of."""

    __tablename__ = "expected_return"
    __table_args__ = (
        Index("ix_expected_return_number", "number", postgresql_ops={"number": "text_pattern_ops"}),
        Index("ix_expected_return_order_number", "order_number", postgresql_ops={"order_number": "text_pattern_ops"}),
        Index("ix_expected_return_tracking_number", "tracking_number", postgresql_ops={"tracking_number": "text_pattern_ops"}),
        Index("ix_expected_return_state", "state", desc("expected_at"), desc("id")),
        Index("ix_expected_return_expected_at", desc("expected_at"), desc("id")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str]
    number: Mapped[str]
    order_number: Mapped[str]
    shop_name: Mapped[str]
    state: Mapped[str]
    carrier_code: Mapped[str | None]
    tracking_number: Mapped[str | None]
    note: Mapped[str]
    expected_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]

    lines: Mapped[list["ExpectedReturnLine"]] = relationship(lazy="raise", order_by="ExpectedReturnLine.sku", cascade="all, delete-orphan")

    @classmethod
    def not_told_of(cls, reference: str, *, now: datetime) -> "ExpectedReturn":
        """Nothing but the reference is known yet."""
        return cls(
            id=new_id(),
            reference=reference,
            owner="",
            number="",
            order_number="",
            shop_name="",
            state=ExpectationState.EXPECTED,
            note="",
            expected_at=now,
            lines=[],
        )

    def withdraw(self, *, reason: str, now: datetime) -> None:
        """What has arrived is inspected all the same; the rest is not awaited."""
        self.withdrawn_at, self.withdrawn_reason = now, reason
        if self.state == ExpectationState.EXPECTED:
            self.state = ExpectationState.WITHDRAWN

    @property
    def is_open(self) -> bool:
        return self.state in (ExpectationState.EXPECTED, ExpectationState.ARRIVED)

    @property
    def was_received(self) -> bool:
        return self.state in (ExpectationState.ARRIVED, ExpectationState.INSPECTED) or any(line.found_quantity for line in self.lines)

    def line_of(self, sku: str) -> "ExpectedReturnLine | None":
        return next((line for line in self.lines if line.sku == sku), None)

    def settle(self, *, other_parcels: bool) -> None:
        """After a parcel was closed: done when every piece has its verdict; else the rest is awaited, or lies in another parcel already."""
        if all(line.left == 0 for line in self.lines):
            self.state = ExpectationState.INSPECTED
        elif other_parcels:
            self.state = ExpectationState.ARRIVED
        else:
            self.state = ExpectationState.WITHDRAWN if self.withdrawn_at else ExpectationState.EXPECTED


class ExpectedReturnLine(Model):
    """`found_quantity` are the pieces that have a verdict, of whatever parcel. More than was expected can never be found."""

    __tablename__ = "expected_return_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("found_quantity BETWEEN 0 AND quantity", name="found_quantity"),
        Index("ix_expected_return_line_sku", "sku"),
    )

    expected_return_id: Mapped[UUID] = mapped_column(ForeignKey("expected_return.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int] = mapped_column(BigInteger)
    found_quantity: Mapped[int] = mapped_column(BigInteger)

    @property
    def left(self) -> int:
        return self.quantity - self.found_quantity


def check_expected(*, reference: str, needs: dict[str, int]) -> None:
    """Raises ExpectationMalformed."""
    if not needs or min(needs.values()) <= 0 or max(needs.values()) > LARGEST_QUANTITY:
        raise ExpectationMalformed(reference=reference)
