"""What buyers ask for at platforms, what is decided about it, and what shops are told (rules CARE-1, CARE-2)."""

from datetime import datetime
from typing import ClassVar, Literal

from contracts.message import Message, Part
from contracts.money import Amount, Currency


class AskedLine(Part):
    """`platform_line_no` as in the order; `quantity` None: all of the line."""

    platform_line_no: str
    quantity: int | None


class PlatformRefund(Part):
    """What a buyer asks for at the shop's platform, as it stands there now.

    `kind`: refund_only, return_and_refund, exchange, repair, resend or price_protection. `state`: asked, agreed, returned (the buyer has sent
    it), refunded (paid out by the platform), refused or withdrawn (by the buyer). `lines` empty: the whole order. `amount` is what the buyer
    asks for, None when not told. `answer_by`: from then on the platform decides by itself. `modified_at` orders the versions of one request.
    `evidence` are addresses of pictures at the platform.
    """

    shop_id: str
    platform_order_no: str
    platform_refund_no: str
    kind: str
    state: str
    platform_status: str
    reason: str
    note: str
    amount: Amount | None
    currency: Currency
    lines: list[AskedLine]
    carrier_code: str | None
    tracking_number: str | None
    evidence: list[str]
    asked_at: datetime
    answer_by: datetime | None
    modified_at: datetime


class TakePlatformRefunds(Message):
    """An envelope of up to 500 requests of buyers. An older version of one changes nothing."""

    subject: ClassVar[str] = "orders.platform_refunds.take.v1"
    envelope_of: ClassVar[str] = "refunds"
    refunds: list[PlatformRefund]


class RefundLine(Part):
    platform_line_no: str
    quantity: int
    amount: Amount


class RefundDecided(Message):
    """We have decided about money: its shop is to be told, once by `refund_id`.

    `decision`: agreed (send the goods back first), pay (the money goes back now) or refused. `platform_refund_no` None: the buyer asked us, not
    the platform. `amount` 0 for agreed and refused.
    """

    subject: ClassVar[str] = "orders.refund.decided.v1"
    refund_id: str
    case_id: str
    case_number: str
    shop_id: str
    platform_order_no: str
    platform_refund_no: str | None
    decision: Literal["agreed", "pay", "refused"]
    amount: Amount
    currency: Currency
    lines: list[RefundLine]
    reason: str
    decided_at: datetime


class NoteRefundTold(Message):
    """What came of telling the shop. `outcome`: told, or failed for good (then a person pays by hand and says so); `detail` for people."""

    subject: ClassVar[str] = "orders.refund_told.note.v1"
    refund_id: str
    outcome: Literal["told", "failed"]
    detail: str
    at: datetime


class CaseOpened(Message):
    """An after-sales case was opened. `kind` is refund_before_shipping, refund_only, return_and_refund, exchange, repair, resend,
    price_protection or compensation; `source` person, client or platform; `liable` buyer, seller, carrier, supplier or warehouse.
    """

    subject: ClassVar[str] = "orders.case.opened.v1"
    case_id: str
    number: str
    shop_id: str
    order_id: str
    order_number: str
    kind: str
    reason_code: str
    liable: str
    source: str
    by: str
    by_id: str
    due_at: datetime
    opened_at: datetime


class CaseEnded(Message):
    """`outcome` is closed, refused or withdrawn; `in_time` whether it never was overdue in its last state."""

    subject: ClassVar[str] = "orders.case.ended.v1"
    case_id: str
    number: str
    shop_id: str
    order_id: str
    order_number: str
    kind: str
    reason_code: str
    liable: str
    outcome: Literal["closed", "refused", "withdrawn"]
    amount: Amount
    currency: Currency
    in_time: bool
    by: str
    by_id: str
    opened_at: datetime
    ended_at: datetime


class CaseDelayed(Message):
    """Nobody has moved the case on before its deadline: told once for each state."""

    subject: ClassVar[str] = "orders.case.delayed.v1"
    case_id: str
    number: str
    shop_id: str
    state: str
    due_at: datetime


class RefundSettled(Message):
    """The buyer has the money. `points` of the bonus account are to be taken back with it (the policy's points for each yuan)."""

    subject: ClassVar[str] = "orders.refund.settled.v1"
    refund_id: str
    case_id: str
    case_number: str
    shop_id: str
    order_id: str
    order_number: str
    platform_order_no: str
    buyer_id: str
    amount: Amount
    currency: Currency
    points: int
    by: str
    by_id: str
    settled_at: datetime


class ClaimTold(Message):
    """Somebody answers for damage, by a superior's word, and is told what is claimed: goods and freight together.

    `party` is carrier, supplier, warehouse or buyer; `party_code` which one (a carrier's code, a supplier's name), empty when not known.
    """

    subject: ClassVar[str] = "orders.claim.told.v1"
    claim_id: str
    case_id: str
    case_number: str
    shop_id: str
    order_id: str
    order_number: str
    party: str
    party_code: str
    skus: list[str]
    reason_code: str
    amount: Amount
    currency: Currency
    due_at: datetime
    by: str
    told_at: datetime


class ClaimEnded(Message):
    """`outcome` is paid, rejected, or borne (by the seller: nothing was claimed). `in_time` whether before its deadline."""

    subject: ClassVar[str] = "orders.claim.ended.v1"
    claim_id: str
    case_id: str
    case_number: str
    shop_id: str
    party: str
    party_code: str
    skus: list[str]
    outcome: Literal["paid", "rejected", "borne"]
    amount: Amount
    currency: Currency
    in_time: bool
    by: str
    by_id: str
    ended_at: datetime
