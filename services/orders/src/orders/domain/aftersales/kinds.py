"""The kinds of after-sales cases, as a table (rule CARE-1): what each asks of the order, and what it moves."""

from dataclasses import dataclass
from enum import StrEnum

from orders.domain.status import OPEN, REGROUPED, OrderStatus


class CaseKind(StrEnum):
    REFUND_BEFORE_SHIPPING = "refund_before_shipping"
    REFUND_ONLY = "refund_only"
    RETURN_AND_REFUND = "return_and_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESEND = "resend"
    PRICE_PROTECTION = "price_protection"
    COMPENSATION = "compensation"


class Money(StrEnum):
    """What a kind pays: nothing, what was paid for the pieces (or less), an amount of its own, or what cheaper goods cost less."""

    NONE = "none"
    PIECES = "pieces"
    AMOUNT = "amount"
    DIFFERENCE = "difference"


class Limit(StrEnum):
    """Which limit of the policy a clerk's word has."""

    REFUND = "refund"
    COMPENSATION = "compensation"
    PRICE_PROTECTION = "price_protection"


class Term(StrEnum):
    """Until when the buyer may ask without a superior's word."""

    ANY_TIME = "any_time"
    AFTER_DELIVERY = "after_delivery"
    AFTER_PAYMENT = "after_payment"


LEFT = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.COMPLETED})
NOT_LEFT = frozenset(OPEN | REGROUPED | {OrderStatus.CANCELLED, OrderStatus.CLOSED})
PAID = LEFT | OPEN | REGROUPED


@dataclass(frozen=True, kw_only=True)
class KindRule:
    """`holds_pieces`: no other case has these pieces meanwhile; `keeps_pieces`: nor ever after, when it ends well.

    `lowers`: the buyer has the pieces and keeps them, at a lower price.
    """

    statuses: frozenset[OrderStatus] = LEFT
    goods_back: bool = False
    goods_out: bool = False
    money: Money = Money.NONE
    limit: Limit = Limit.REFUND
    term: Term = Term.AFTER_DELIVERY
    holds_pieces: bool = True
    keeps_pieces: bool = False
    pays_freight: bool = False
    lowers: bool = False


KINDS: dict[CaseKind, KindRule] = {
    CaseKind.REFUND_BEFORE_SHIPPING: KindRule(
        statuses=NOT_LEFT, money=Money.PIECES, term=Term.ANY_TIME, keeps_pieces=True, pays_freight=True
    ),
    CaseKind.REFUND_ONLY: KindRule(money=Money.PIECES, keeps_pieces=True, pays_freight=True),
    CaseKind.RETURN_AND_REFUND: KindRule(goods_back=True, money=Money.PIECES, keeps_pieces=True, pays_freight=True),
    CaseKind.EXCHANGE: KindRule(goods_back=True, goods_out=True, money=Money.DIFFERENCE, lowers=True),
    CaseKind.REPAIR: KindRule(goods_back=True),
    CaseKind.RESEND: KindRule(goods_out=True),
    CaseKind.PRICE_PROTECTION: KindRule(
        statuses=PAID, money=Money.AMOUNT, limit=Limit.PRICE_PROTECTION, term=Term.AFTER_PAYMENT, holds_pieces=False, lowers=True
    ),
    CaseKind.COMPENSATION: KindRule(statuses=PAID, money=Money.AMOUNT, limit=Limit.COMPENSATION, term=Term.ANY_TIME, holds_pieces=False),
}
