"""What a shop is told of a decision about money (rule CARE-2)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedLine:
    platform_line_no: str
    quantity: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNotice:
    """`notice_id` stays the same over all retries. `decision` is agreed, pay or refused; only pay moves money."""

    notice_id: str
    case_number: str
    platform_order_no: str
    platform_refund_no: str | None
    decision: str
    amount: Decimal
    currency: str
    lines: tuple[RefundedLine, ...]
    reason: str
    decided_at: datetime

    @property
    def mark(self) -> str:
        """What we write beside the refund in the shop, and look for when an answer was lost."""
        return f"{self.reason} [{self.case_number} {self.notice_id}]".strip()
