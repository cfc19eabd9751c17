"""Telling a shop that its order's parcel has left (rule ORD-4), or what was decided about money (rule CARE-2): once each, as far as the platform allows.

pending → telling → told | failed (tried again later) | dead (a person looks, and pushes again).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from channels.domain.model import Model
from channels.domain.refunding.notice import RefundedLine, RefundNotice
from channels.domain.shipping.dialogue import NoticeLine, Outcome, ShipmentNotice, Verdict
from chassis.ids import show_id
from contracts.orders import RefundDecided

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 43_200))
"""Before each further try; after the last one the notice is dead."""
LEASE = timedelta(seconds=90)
"""Longer than one telling can take. A row that is `telling` for longer was left by a process that died: nobody knows what the shop heard."""


class WriteBackState(StrEnum):
    PENDING = "pending"
    TELLING = "telling"
    TOLD = "told"
    FAILED = "failed"
    DEAD = "dead"


class WriteBackKind(StrEnum):
    SHIPMENT = "shipment"
    REFUND = "refund"


class WriteBack(Model):
    """Of a refund, `refund` is what was decided, `order_number` its case's number and `shipment_number` its id: no parcel belongs to it."""

    __tablename__ = "write_back"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    order_id: Mapped[str]
    order_number: Mapped[str]
    platform_order_no: Mapped[str]
    shipment_number: Mapped[str]
    carrier_code: Mapped[str]
    tracking_number: Mapped[str]
    lines: Mapped[list[dict[str, object]]] = mapped_column(JSONB)
    shipped_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(server_default=WriteBackKind.SHIPMENT)
    refund: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[str]
    unsure: Mapped[bool]
    attempts: Mapped[int]
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    last_code: Mapped[str]
    last_detail: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("order_id", "shipment_number"),
        CheckConstraint("(kind = 'refund') = (refund IS NOT NULL)", name="refund_of_its_kind"),
        Index("ix_write_back_due", "shop_id", "next_try_at", postgresql_where="state IN ('pending', 'failed', 'telling')"),
        Index("ix_write_back_dead", "shop_id", postgresql_where="state = 'dead'"),
        Index("ix_write_back_created_at", "created_at", "id"),
        Index("ix_write_back_shop_id_told_at", "shop_id", "told_at"),
    )

    @classmethod
    def of_refund(cls, new_id: UUID, decided: RefundDecided, *, now: datetime) -> "WriteBack":
        return cls(
            id=new_id, shop_id=decided.shop_id, order_id="", order_number=decided.case_number,
            platform_order_no=decided.platform_order_no, shipment_number=decided.refund_id, carrier_code="", tracking_number="", lines=[],
            shipped_at=decided.decided_at, kind=WriteBackKind.REFUND, refund=decided.model_dump(mode="json"), state=WriteBackState.PENDING,
            unsure=False, attempts=0, next_try_at=now, claimed_at=None, last_code="", last_detail="", created_at=now, updated_at=now,
            told_at=None,
        )  # fmt: skip

    def claim(self, *, now: datetime) -> None:
        """`unsure` when the one who had it died in the middle."""
        self.unsure = self.unsure or self.state == WriteBackState.TELLING
        self.state = WriteBackState.TELLING
        self.claimed_at = now
        self.next_try_at = now + LEASE
        self.updated_at = now

    def note(self, outcome: Outcome, *, unsure: bool, pause_factor: float, now: datetime) -> None:
        """`pause_factor` spreads the next tries, so that a shop that comes back is not hit by all of them at once."""
        self.attempts += 1
        self.claimed_at = None
        self.unsure = unsure
        self.last_code, self.last_detail = outcome.code[:100], outcome.detail[:500]
        self.updated_at = now
        if outcome.verdict in (Verdict.TOLD, Verdict.ALREADY):
            self.state = WriteBackState.TOLD
            self.told_at = now
        elif outcome.verdict == Verdict.REFUSED or self.attempts > len(PAUSES):
            self.state = WriteBackState.DEAD
        else:
            self.state = WriteBackState.FAILED
            self.next_try_at = now + PAUSES[self.attempts - 1] * pause_factor

    def push_again(self, *, now: datetime) -> bool:
        """False when there is nothing to push: it was told, or somebody is at it. The order is read back first.

        A refund that failed for good is never told again: a person has been asked to pay it by hand, and it would be paid twice.
        """
        if self.kind == WriteBackKind.REFUND and self.state == WriteBackState.DEAD:
            return False
        if self.state not in (WriteBackState.DEAD, WriteBackState.FAILED):
            return False
        self.unsure = self.unsure or self.attempts > 0
        self.state = WriteBackState.PENDING
        self.attempts = 0
        self.next_try_at = now
        self.updated_at = now
        return True

    def notice(self) -> ShipmentNotice | RefundNotice:
        if self.refund is not None:
            return _refund_notice(show_id("wbk", self.id), RefundDecided.model_validate(self.refund))
        return ShipmentNotice(
            notice_id=show_id("wbk", self.id),
            order_number=self.order_number,
            platform_order_no=self.platform_order_no,
            shipment_number=self.shipment_number,
            carrier_code=self.carrier_code,
            tracking_number=self.tracking_number,
            lines=tuple(_line(line) for line in self.lines),
            shipped_at=self.shipped_at,
        )


def _line(line: dict[str, object]) -> NoticeLine:
    return NoticeLine(
        platform_line_no=str(line.get("platform_line_no", "")),
        sku=str(line.get("sku", "")),
        quantity=int(str(line.get("quantity", 0))),
    )


def _refund_notice(notice_id: str, decided: RefundDecided) -> RefundNotice:
    return RefundNotice(
        notice_id=notice_id,
        case_number=decided.case_number,
        platform_order_no=decided.platform_order_no,
        platform_refund_no=decided.platform_refund_no,
        decision=decided.decision,
        amount=decided.amount,
        currency=decided.currency,
        lines=tuple(
            RefundedLine(platform_line_no=line.platform_line_no, quantity=line.quantity, amount=line.amount) for line in decided.lines
        ),
        reason=decided.reason,
        decided_at=decided.decided_at,
    )
