from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.clients.outside import AnswerLost, NotSent, Sender
from channels.domain.parcel import Parcel
from channels.domain.shipping.dialogue import Request
from channels.domain.signatures import standard_webhook_signatures
from channels.domain.webhook import AddressForbidden


@dataclass(frozen=True, kw_only=True)
class Sent:
    """`status` None: there was no answer, and `error` says why."""

    status: int | None
    error: str
    retry_after: timedelta | None


async def send_webhook(outside: Sender, *, parcel: Parcel, real_now: datetime) -> Sent:
    """Outside of any transaction. Receivers check the time of sending against the real clock. Never raises."""
    if not parcel.secrets:
        return Sent(status=None, error="the secret cannot be opened", retry_after=None)
    timestamp = int(real_now.timestamp())
    signatures = standard_webhook_signatures(secrets=parcel.secrets, message_id=parcel.message_id, timestamp=timestamp, body=parcel.body)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": parcel.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures,
    }
    try:
        answer = await outside.send(Request(method="POST", url=parcel.url, headers=headers, body=parcel.body))
    except AddressForbidden as forbidden:
        return Sent(status=None, error=forbidden.sentence("en"), retry_after=None)
    except (NotSent, AnswerLost) as lost:
        return Sent(status=None, error=str(lost), retry_after=None)
    failed = "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
    return Sent(status=answer.status, error=failed, retry_after=timedelta(seconds=answer.retry_after or 0))
