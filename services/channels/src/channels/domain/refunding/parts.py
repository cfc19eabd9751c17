"""What the dialogues about refunds share.

The Chinese platforms pay what a buyer asked for there: we say yes or no to that request, after reading how it stands, and never another amount.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from channels.domain.platforms.refunds import REFUNDED, REFUSED, WITHDRAWN
from channels.domain.refunding.notice import RefundNotice
from channels.domain.shipping.dialogue import CannotTell, Look, Outcome, Verdict


def must_pay(notice: RefundNotice, platform: str) -> None:
    """Raises CannotTell: a platform without requests of buyers hears nothing but money."""
    if notice.decision != "pay":
        raise CannotTell("decision_cannot_be_told", f"{platform} keeps no requests of buyers: tell the buyer by hand.")


def request_of(notice: RefundNotice, platform: str, *, tells: tuple[str, ...]) -> str:
    """The number of the buyer's request there. Raises CannotTell where there is none, or where this decision is not among what can be told."""
    if not notice.platform_refund_no:
        raise CannotTell("no_request_at_platform", f"The buyer asked us and not {platform}, which pays nothing unasked: pay by hand.")
    if notice.decision not in tells:
        raise CannotTell("decision_cannot_be_told", f"{platform} is not told of this decision from here: say it there by hand.")
    return notice.platform_refund_no


def amount_of(text: str, *, unit: Decimal = Decimal(1)) -> Decimal | None:
    """None: it is not told."""
    try:
        return Decimal(text) * unit
    except InvalidOperation:
        return None


def stands(notice: RefundNotice, state: str, *, paying: bool, asked: Decimal | None, context: Mapping[str, object]) -> Look:
    """How the request stands there, in the words of orders; `paying`: its money is on its way. `asked` is what the buyer asks for."""
    if notice.decision == "pay" and (paying or state == REFUNDED):
        return Look(told=True)
    if notice.decision == "refused" and state == REFUSED:
        return Look(told=True)
    if paying or state in (REFUNDED, REFUSED, WITHDRAWN):
        return Look(
            told=False, outcome=_no("decided_otherwise_there", f"The request is {state} there: it cannot be {notice.decision} any more.")
        )
    if notice.decision == "pay" and asked != notice.amount:
        detail = (
            f"There {asked} is asked for, and {notice.amount:.2f} was decided: a platform pays what is asked for, so settle it by hand."
        )
        return Look(told=False, outcome=_no("amount_differs_there", detail))
    return Look(told=False, context=context)


def not_found() -> Look:
    return Look(told=None, outcome=_no("request_not_found", "The platform does not know this request of the order."))


def _no(code: str, detail: str) -> Outcome:
    return Outcome(verdict=Verdict.REFUSED, code=code, detail=detail)
