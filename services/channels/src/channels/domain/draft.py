"""An order as an adapter read it, before its receiver is sealed.

Two rules stand over all adapters. What a shop did not say stays empty, and is noted. What a shop did say and we could not
understand holds the order: it is taken in with the state `unknown`, which is never shipped.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from contracts.orders import DraftLine, OrderDraft

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
LONGEST_NUMBER = 64

AWAITING_PAYMENT = "awaiting_payment"
READY = "ready"
DO_NOT_SHIP = "do_not_ship"
SHIPPED = "shipped"
FINISHED = "finished"
CANCELLED = "cancelled"
UNKNOWN = "unknown"

REFUND_NONE = "none"
REFUND_ASKED = "asked"
REFUND_DONE = "done"


class NoteCode(StrEnum):
    """What an adapter found worth telling a person about one order."""

    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_REFUND = "unknown_refund"
    UNREADABLE_AMOUNT = "unreadable_amount"
    UNREADABLE_TIME = "unreadable_time"
    UNREADABLE_QUANTITY = "unreadable_quantity"
    UNREADABLE_PART = "unreadable_part"
    AMOUNT_NOT_TOLD = "amount_not_told"
    TIME_NOT_TOLD = "time_not_told"
    QUANTITY_NOT_TOLD = "quantity_not_told"
    LINES_NOT_TOLD = "lines_not_told"
    RECEIVER_MASKED = "receiver_masked"
    LINE_PAYMENT_AFTER_REFUND = "line_payment_after_refund"
    PARTLY_REFUNDED = "partly_refunded"
    PARTLY_SHIPPED = "partly_shipped"
    PLATFORM_FORBIDS_SHIPPING = "platform_forbids_shipping"
    SHIP_CONDITION_NOT_TOLD = "ship_condition_not_told"
    ID_ROUNDED_BY_SENDER = "id_rounded_by_sender"


# These mean that something was told and not understood, or that too little was told to ship on.
_HOLDING = frozenset(
    {
        NoteCode.UNKNOWN_STATE,
        NoteCode.UNKNOWN_REFUND,
        NoteCode.UNREADABLE_AMOUNT,
        NoteCode.UNREADABLE_TIME,
        NoteCode.UNREADABLE_QUANTITY,
        NoteCode.UNREADABLE_PART,
        NoteCode.AMOUNT_NOT_TOLD,
        NoteCode.QUANTITY_NOT_TOLD,
        NoteCode.LINES_NOT_TOLD,
    }
)


@dataclass(frozen=True, slots=True)
class Note:
    code: NoteCode
    field: str
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.code in _HOLDING


LONGEST = {
    "name": 200, "phone": 40, "country": 2, "province": 200, "city": 200, "district": 200, "town": 200, "street": 500, "postcode": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Whom a parcel goes to, in the open. Absent is ""; masked text keeps the shop's asterisks."""

    name: str = ""
    phone: str = ""
    country: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    street: str = ""
    postcode: str = ""

    @property
    def masked(self) -> bool:
        return any("*" in part for part in (self.name, self.phone, self.street))

    def clipped(self) -> "Receiver":
        """To the lengths that orders takes."""
        return Receiver(**{name: getattr(self, name)[:longest] for name, longest in LONGEST.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTerms:
    """What an adapter must know of the shop: `currency` and `zone` hold where the payload does not say its own."""

    shop_id: str
    currency: str
    zone: ZoneInfo
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedOrder:
    """`order` lacks only its sealed receiver; `rows` are the rows of the file that it came from, if any."""

    order: OrderDraft
    receiver: Receiver
    notes: tuple[Note, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def held(self) -> bool:
        return self.order.state in (UNKNOWN, DO_NOT_SHIP) or self.order.refund != REFUND_NONE

    @property
    def reasons(self) -> list[str]:
        return sorted({note.code.value for note in self.notes})

    def sealed(self, receiver_sealed: str) -> OrderDraft:
        return self.order.model_copy(update={"receiver_sealed": receiver_sealed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A payload, or a part of one, that cannot be an order at all. `where` says which part ("orders[3]", "row 7")."""

    code: str
    detail: str
    where: str = ""
    order_no: str = ""


class PayloadRefused(Exception):
    """Raised inside an adapter; its edge turns it into an Unreadable, so nothing else ever leaves an adapter."""

    def __init__(self, code: str, detail: str, *, order_no: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.order_no = order_no

    def at(self, where: str) -> Unreadable:
        return Unreadable(code=self.code, detail=self.detail, where=where, order_no=self.order_no)


def plainly(error: Exception) -> str:
    """What was wrong, by field where a contract's own limits refused it; never the value, which may be personal data."""
    if isinstance(error, ValidationError):
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in wrong)[:200]
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


@dataclass(slots=True, kw_only=True)
class Told:
    """What a shop told of one order, gathered by an adapter. None means that it was not told."""

    order_no: str
    status: str
    state: str
    placed_at: datetime | None = None
    paid_at: datetime | None = None
    modified_at: datetime | None = None
    other_times: list[datetime | None] = field(default_factory=list["datetime | None"])
    currency: str = ""
    goods: Decimal | None = None
    discount: Decimal | None = None
    freight: Decimal | None = None
    paid: Decimal | None = None
    buyer_id: str = ""
    receiver: Receiver = field(default_factory=Receiver)
    buyer_remark: str = ""
    seller_remark: str = ""
    refund: str | None = None
    lines: list[DraftLine] = field(default_factory=list[DraftLine])
    presale_stage: Literal["deposit_paid", "balance_paid"] | None = None
    """How far a pre-sale in two steps is paid; None: not told, or none."""
    ship_by: datetime | None = None
    """The latest moment at which it may leave."""
    notes: list[Note] = field(default_factory=list[Note])

    def note(self, code: NoteCode, where: str, detail: str = "") -> None:
        self.notes.append(Note(code, where, detail))
