"""Our own mall, and any shop that takes a signed JSON notice: repeats carry the same webhook-id, so it pays once."""

from collections.abc import Mapping
from datetime import UTC, datetime

from channels.domain.refunding.notice import RefundNotice
from channels.domain.shipping.dialogue import Answer, Dialogue, Outcome, Request, ShopAccess, Verdict, by_status
from channels.domain.shipping.mall import signed_notice


def _tell(notice: RefundNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    body = {
        "type": "order.refund_decided",
        "timestamp": notice.decided_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "notice_id": notice.notice_id,
            "case_number": notice.case_number,
            "platform_order_no": notice.platform_order_no,
            "platform_refund_no": notice.platform_refund_no,
            "decision": notice.decision,
            "amount": f"{notice.amount:.2f}",
            "currency": notice.currency,
            "lines": [
                {"platform_line_no": line.platform_line_no, "quantity": line.quantity, "amount": f"{line.amount:.2f}"}
                for line in notice.lines
            ],
            "reason": notice.reason,
        },
    }
    return signed_notice(body, notice_id=notice.notice_id, access=access, at=at)


def _judge(notice: RefundNotice, answer: Answer) -> Outcome:
    if answer.status == 409:
        return Outcome(verdict=Verdict.ALREADY, code="already_refunded", detail="HTTP 409")
    early = by_status(answer)
    if early is None:
        return Outcome(verdict=Verdict.TOLD)
    if early.verdict == Verdict.UNKNOWN or answer.status == 404:
        # Repeating is harmless here, and a mall that is being deployed answers 404 for a while.
        return Outcome(verdict=Verdict.LATER, code=early.code, detail=early.detail)
    return early


DIALOGUE = Dialogue(tell=_tell, judge=_judge)
