"""Our own mall, and any shop that takes a signed JSON notice (Standard Webhooks): repeats carry the same webhook-id."""

from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import EmptyWebhookSecretError

from channels.domain.shipping.carriers import carrier_word
from channels.domain.shipping.dialogue import (
    Answer,
    CannotTell,
    Dialogue,
    Outcome,
    Request,
    ShipmentNotice,
    ShopAccess,
    Verdict,
    by_status,
    compact,
)
from channels.domain.signatures import standard_webhook_signatures


def signed_notice(body: Mapping[str, object], *, notice_id: str, access: ShopAccess, at: datetime) -> Request:
    """Raises CannotTell."""
    content = compact(body).encode()
    sent_at = int(at.timestamp())
    secret = access.need("webhook_secret")
    try:
        signature = standard_webhook_signatures(secrets=[secret], message_id=notice_id, timestamp=sent_at, body=content)
    except (ValueError, EmptyWebhookSecretError) as error:
        raise CannotTell("credentials_unusable", "The webhook_secret must be base64, with whsec_ before it.") from error
    return Request(
        method="POST",
        url=access.base_url,
        headers={
            "Content-Type": "application/json",
            "webhook-id": notice_id,
            "webhook-timestamp": str(sent_at),
            "webhook-signature": signature,
        },
        body=content,
    )


def _tell(notice: ShipmentNotice, access: ShopAccess, at: datetime, context: Mapping[str, object]) -> Request:
    body = {
        "type": "order.shipped",
        "timestamp": notice.shipped_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "notice_id": notice.notice_id,
            "order_number": notice.order_number,
            "platform_order_no": notice.platform_order_no,
            "shipment_number": notice.shipment_number,
            "carrier_code": carrier_word(access, notice.carrier_code),
            "tracking_number": notice.tracking_number,
            "lines": [{"platform_line_no": line.platform_line_no, "sku": line.sku, "quantity": line.quantity} for line in notice.lines],
        },
    }
    return signed_notice(body, notice_id=notice.notice_id, access=access, at=at)


def _judge(notice: ShipmentNotice, answer: Answer) -> Outcome:
    if answer.status == 409:
        return Outcome(verdict=Verdict.ALREADY, code="already_shipped", detail="HTTP 409")
    early = by_status(answer)
    if early is None:
        return Outcome(verdict=Verdict.TOLD)
    if early.verdict == Verdict.UNKNOWN or answer.status == 404:
        # Repeating is harmless here, and a mall that is being deployed answers 404 for a while.
        return Outcome(verdict=Verdict.LATER, code=early.code, detail=early.detail)
    return early


DIALOGUE = Dialogue(tell=_tell, judge=_judge)
