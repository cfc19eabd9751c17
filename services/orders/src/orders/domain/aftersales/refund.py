"""Money that goes back to a buyer: decided once for a case, told to the shop, which pays (rule CARE-2)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from orders.domain.line import MONEY
from orders.domain.model import Model


class RefundState(StrEnum):
    """`failed`: the shop could not be told, a person pays by hand and says so."""

    DECIDED = "decided"
    TOLD = "told"
    FAILED = "failed"
    BY_HAND = "by_hand"


class NothingToPayByHand(Conflict):
    code = "nothing_to_pay_by_hand"
    rule = "CARE-2"
    zh = "售后单 {number} 没有等待人工打款的退款。"
    en = "Case {number} has no refund that waits to be paid by hand."


class RefundedAlready(Conflict):
    code = "refunded_already"
    rule = "CARE-2"
    zh = "售后单 {number} 已经退款，不能再退，也不能拒绝或撤销；收到或确认收不回商品后请结案。"
    en = "Case {number} is refunded already: it is not paid again, refused or withdrawn; close it once the goods are there or given up."


class NotRefundedYet(Conflict):
    code = "not_refunded_yet"
    rule = "CARE-2"
    zh = "售后单 {number} 还没有退款，不能这样结案。"
    en = "Case {number} is not refunded yet and cannot be closed like this."


class Refund(Model):
    """By its case, which pays once. `reference` is what a person who paid by hand gives as proof."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("state IN ('decided', 'told', 'failed', 'by_hand')", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_refund_order_id", "order_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    shop_id: Mapped[str]
    state: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    told_at: Mapped[datetime | None]
    detail: Mapped[str]
    reference: Mapped[str]
