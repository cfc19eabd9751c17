"""A command of another service as a wish."""

from chassis.ids import read_id
from contracts.people import RequestApproval
from people.domain.approvals.approval import RequesterUnknown, Wish


def wish_of(message: RequestApproval) -> Wish:
    """Raises RequesterUnknown, ValueError for a unit that cannot be one."""
    try:
        requester_id = read_id("acc", message.requester_id)
    except ValueError as error:
        raise RequesterUnknown(requester=message.requester_id) from error
    return Wish(
        kind=message.kind,
        reference=message.reference,
        requester_id=requester_id,
        title_zh=message.title_zh,
        title_en=message.title_en,
        evidence=message.evidence,
        content_digest=message.content_digest,
        amount=message.amount,
        unit_id=None if message.unit_id is None else read_id("unt", message.unit_id),
        shop_id=message.shop_id,
        effective_at=message.effective_at,
        link=message.link,
    )
