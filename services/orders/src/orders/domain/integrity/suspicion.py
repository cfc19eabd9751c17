"""A suspected order, the case that comes of it when a person confirms, and the appeal against a case (rule ORD-6)."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.actor import Actor
from chassis.refusals import Conflict, Forbidden, NotFound
from orders.domain.line import MONEY
from orders.domain.model import Model, TextList


class SuspicionState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"
    RESTORED = "restored"
    """Confirmed once; an appeal was upheld."""


class AppealState(StrEnum):
    LODGED = "lodged"
    UPHELD = "upheld"
    REFUSED = "refused"


class SuspicionNotFound(NotFound):
    code = "suspicion_not_found"
    rule = "ORD-6"
    zh = "找不到该疑似刷单记录，或您无权查看。"
    en = "This order is not suspected, or you may not see it."


class SuspicionDecided(Conflict):
    code = "suspicion_decided"
    rule = "ORD-6"
    zh = "订单 {number} 已有结论，不能重复认定。"
    en = "Order {number} has been decided about already."


class OwnOrder(Forbidden):
    code = "own_order"
    rule = "ORD-6"
    zh = "订单 {number} 由您录入，须由他人认定。"
    en = "You entered order {number} yourself: somebody else has to decide."


class CaseNotFound(NotFound):
    code = "fake_order_case_not_found"
    rule = "ORD-6"
    zh = "找不到该刷单案件，或您无权查看。"
    en = "There is no such case of fake orders, or you may not see it."


class AppealTooLate(Conflict):
    code = "appeal_too_late"
    rule = "ORD-6"
    zh = "申诉须在认定后 {days} 天内提出，期限已于 {until} 届满。"
    en = "An appeal has to be made within {days} days; the time ended at {until}."


class AppealThere(Conflict):
    code = "appeal_there"
    rule = "ORD-6"
    zh = "该案件已有申诉。"
    en = "There is an appeal against this case already."


class NoAppealToDecide(Conflict):
    code = "no_appeal_to_decide"
    rule = "ORD-6"
    zh = "该案件没有待决定的申诉。"
    en = "No appeal against this case waits for a decision."


class OwnDecision(Forbidden):
    code = "own_decision"
    rule = "ORD-6"
    zh = "申诉须由认定人和申诉人以外的人决定。"
    en = "Somebody other than who confirmed or appealed has to decide the appeal."


class Suspicion(Model):
    """`signals` as they spoke when it was last scored: name, weight, words and the numbers behind. Connected ones have one `ring_id`."""

    __tablename__ = "integrity_suspicion"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'cleared', 'restored')", name="state"),
        Index("ix_integrity_suspicion_ring_id", "ring_id"),
        Index("ix_integrity_suspicion_case_id", "case_id", postgresql_where=literal_column("case_id IS NOT NULL")),
        Index("ix_integrity_suspicion_state", "state", "flagged_at", "order_id"),
        Index("ix_integrity_suspicion_shop_id", "shop_id", "state", "flagged_at", "order_id"),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    ring_id: Mapped[UUID]
    shop_id: Mapped[str]
    state: Mapped[str]
    score: Mapped[int]
    signals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    policy_version: Mapped[int]
    flagged_at: Mapped[datetime]
    case_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str]
    reason: Mapped[str]

    def decide(self, state: SuspicionState, *, number: str, by: str, reason: str, now: datetime) -> None:
        """Raises SuspicionDecided."""
        if self.state != SuspicionState.OPEN:
            raise SuspicionDecided(number=number)
        self.state, self.decided_by, self.reason, self.decided_at = state, by, reason, now


class FakeOrderCase(Model):
    """Fake orders of one shop in one ring. `appeal_until` is by the policy of when it was last confirmed."""

    __tablename__ = "integrity_case"
    __table_args__ = (
        CheckConstraint("appeal_state IN ('lodged', 'upheld', 'refused')", name="appeal_state"),
        Index("ix_integrity_case_confirmed_at", "confirmed_at", "id"),
        Index("ix_integrity_case_shop_id", "shop_id", "confirmed_at", "id"),
        Index("ix_integrity_case_ring_id", "ring_id", "shop_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ring_id: Mapped[UUID]
    shop_id: Mapped[str]
    orders: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str]
    reason: Mapped[str]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[str]
    confirmed_by_ids: Mapped[TextList]
    appeal_until: Mapped[datetime]
    appeal_state: Mapped[str | None]
    appeal_text: Mapped[str]
    appeal_evidence: Mapped[TextList]
    appealed_at: Mapped[datetime | None]
    appealed_by: Mapped[str]
    appealed_by_id: Mapped[str]
    appeal_decided_at: Mapped[datetime | None]
    appeal_decided_by: Mapped[str]
    appeal_comment: Mapped[str]
    version: Mapped[int]

    @classmethod
    def opened(cls, *, case_id: UUID, ring_id: UUID, shop_id: str, currency: str) -> "FakeOrderCase":
        """Without orders yet: `add` puts them in."""
        return cls(
            id=case_id,
            ring_id=ring_id,
            shop_id=shop_id,
            orders=0,
            amount=Decimal(0),
            currency=currency,
            confirmed_by_ids=[],
            appeal_state=None,
            appeal_text="",
            appeal_evidence=[],
            appealed_at=None,
            appealed_by="",
            appealed_by_id="",
            appeal_decided_at=None,
            appeal_decided_by="",
            appeal_comment="",
            version=0,
        )

    def add(self, *, orders: int, amount: Decimal, actor: Actor, reason: str, now: datetime, appeal_days: int) -> None:
        self.orders += orders
        self.amount += amount
        self.reason = reason
        self.confirmed_at, self.confirmed_by = now, actor.name
        self.confirmed_by_ids = sorted({*self.confirmed_by_ids, actor.id})
        self.appeal_until = now + timedelta(days=appeal_days)
        self.version += 1

    def appeal(self, *, text: str, evidence: list[str], actor: Actor, now: datetime, appeal_days: int) -> None:
        """Raises AppealThere, AppealTooLate."""
        if self.appeal_state is not None:
            raise AppealThere
        if now > self.appeal_until:
            raise AppealTooLate(days=appeal_days, until=self.appeal_until.isoformat(timespec="minutes"))
        self.appeal_state, self.appeal_text, self.appeal_evidence = AppealState.LODGED, text, evidence
        self.appealed_at, self.appealed_by, self.appealed_by_id = now, actor.name, actor.id
        self.version += 1

    def decide_appeal(self, state: AppealState, *, comment: str, actor: Actor, now: datetime) -> None:
        """Raises NoAppealToDecide, OwnDecision."""
        if self.appeal_state != AppealState.LODGED:
            raise NoAppealToDecide
        if actor.id in self.confirmed_by_ids or actor.id == self.appealed_by_id:
            raise OwnDecision
        self.appeal_state, self.appeal_comment = state, comment
        self.appeal_decided_at, self.appeal_decided_by = now, actor.name
        self.version += 1
