"""What the dialogues about refunds share."""

from channels.domain.refunding.notice import RefundNotice
from channels.domain.shipping.dialogue import CannotTell


def must_pay(notice: RefundNotice, platform: str) -> None:
    """Raises CannotTell: a platform without requests of buyers hears nothing but money."""
    if notice.decision != "pay":
        raise CannotTell("decision_cannot_be_told", f"{platform} keeps no requests of buyers: tell the buyer by hand.")
