"""The credit of shops and buyers: points that only ever move by an entry that says why (rule CHN-9)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from orders.domain.integrity.policy import CreditTerms
from orders.domain.model import Model


class Party(StrEnum):
    SHOP = "shop"
    BUYER = "buyer"


class Standing(StrEnum):
    GOOD = "good"
    WARNED = "warned"
    FINED = "fined"
    RESTRICTED = "restricted"
    """A shop's new orders are held; each order of a buyer waits for a person."""


class CreditWhat(StrEnum):
    CASE = "case"
    APPEAL_UPHELD = "appeal_upheld"
    MALICIOUS_REFUND = "malicious_refund"


class RefundNotedAlready(Conflict):
    code = "malicious_refund_noted"
    rule = "CHN-9"
    zh = "订单 {number} 的恶意退款已经记录。"
    en = "The malicious refund of order {number} has been noted already."


class NoBuyerKnown(Conflict):
    code = "no_buyer_known"
    rule = "CHN-9"
    zh = "订单 {number} 没有买家标识，无法记入买家信用。"
    en = "The shop did not say who bought order {number}."


class Credit(Model):
    """`shop_id` is the shop itself, or the one that the buyer buys in; `buyer_id` is "" for a shop."""

    __tablename__ = "integrity_credit"
    __table_args__ = (
        CheckConstraint("standing IN ('good', 'warned', 'fined', 'restricted')", name="standing"),
        CheckConstraint("(party = 'shop') = (buyer_id = '')", name="party"),
        Index("ix_integrity_credit_points", "party", "points", "shop_id", "buyer_id"),
    )

    party: Mapped[str] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(primary_key=True)
    buyer_id: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[int]
    standing: Mapped[str]
    cases: Mapped[int]
    changed_at: Mapped[datetime]

    def lose_for_case(self, terms: CreditTerms, *, now: datetime) -> None:
        self.points, self.cases, self.changed_at = max(self.points - terms.case_points, 0), self.cases + 1, now
        self.standing = standing_of(self.points, terms)

    def win_back(self, terms: CreditTerms, *, now: datetime) -> None:
        self.points, self.changed_at = min(self.points + terms.appeal_points, terms.start), now
        self.standing = standing_of(self.points, terms)

    def note_malicious_refund(self, terms: CreditTerms, *, now: datetime) -> None:
        self.points, self.cases, self.changed_at = max(self.points - terms.case_points, 0), self.cases + 1, now
        self.standing = Standing.RESTRICTED if self.cases >= terms.malicious_refunds else Standing.WARNED


class CreditEntry(Model):
    """Only ever added to. `subject_id` is the case or the order it is about."""

    __tablename__ = "integrity_credit_entry"
    __table_args__ = (
        Index("ix_integrity_credit_entry_party", "party", "shop_id", "buyer_id", "id"),
        Index("uq_integrity_credit_entry_subject_id", "subject_id", "what", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    party: Mapped[str]
    shop_id: Mapped[str]
    buyer_id: Mapped[str]
    at: Mapped[datetime]
    what: Mapped[str]
    points_before: Mapped[int]
    points_after: Mapped[int]
    standing: Mapped[str]
    subject_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    by_name: Mapped[str]
    reason: Mapped[str]


def standing_of(points: int, terms: CreditTerms) -> Standing:
    """Warning, fine, restriction: one after the other (rule CHN-9)."""
    if points < terms.restricted_below:
        return Standing.RESTRICTED
    if points < terms.fine_below:
        return Standing.FINED
    return Standing.WARNED if points < terms.warning_below else Standing.GOOD
