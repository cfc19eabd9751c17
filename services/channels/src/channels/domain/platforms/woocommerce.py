"""WooCommerce: decimal text in the shop's currency, local times with a `_gmt` twin that alone can be trusted."""

import html
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from channels.domain.draft import (
    AWAITING_PAYMENT,
    CANCELLED,
    CENT,
    DO_NOT_SHIP,
    FINISHED,
    NOTHING,
    READY,
    REFUND_ASKED,
    REFUND_DONE,
    REFUND_NONE,
    UNKNOWN,
    NoteCode,
    PayloadRefused,
    Receiver,
    ShopTerms,
    Told,
)
from channels.domain.fields import Fields
from channels.domain.platforms.reading import Dialect, Reading, read_payload
from channels.domain.platforms.refunds import WOOCOMMERCE
from channels.domain.receiver import joined
from channels.domain.values import Unit, moment
from contracts.orders import DraftLine

STATES = {
    "pending": AWAITING_PAYMENT,
    "checkout-draft": AWAITING_PAYMENT,
    "processing": READY,
    "on-hold": DO_NOT_SHIP,
    "completed": FINISHED,
    "cancelled": CANCELLED,
    "refunded": CANCELLED,
    "failed": CANCELLED,
    "trash": CANCELLED,
}
UNITS = {
    "total": Unit.YUAN,
    "total_tax": Unit.YUAN,
    "subtotal": Unit.YUAN,
    "discount_total": Unit.YUAN,
    "shipping_total": Unit.YUAN,
}
_UTC = ZoneInfo("UTC")


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    if topic == "order.deleted":
        refused = PayloadRefused("order_deleted", "The shop deleted this order and told no more than its number.")
        return Reading(results=(refused.at("payload"),))
    return read_payload(DIALECT, payload, terms)


def _read(order: Fields, terms: ShopTerms) -> Told:
    status = order.text("status")
    refunded = -sum((refund.money("total") or NOTHING for refund in order.each("refunds")), NOTHING)
    lines = [_line(row) for row in order.each("line_items")]
    told = Told(
        order_no=order.text("id", "number"),
        status=status,
        state=STATES.get(status, UNKNOWN),
        placed_at=_at(order, "date_created"),
        paid_at=_at(order, "date_paid"),
        modified_at=_at(order, "date_modified"),
        other_times=[_at(order, "date_completed")],
        currency=order.text("currency"),
        goods=_goods(order),
        discount=order.money("discount_total"),
        freight=order.money("shipping_total"),
        paid=order.money("total"),
        buyer_id="" if order.text("customer_id") == "0" else order.text("customer_id"),
        receiver=_receiver(order),
        buyer_remark=order.text("customer_note"),
        lines=lines,
    )
    told.refund = _refund(status, refunded, told)
    if status == "on-hold":
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "status", status)
    return told


def _at(order: Fields, name: str) -> datetime | None:
    """The `_gmt` twin where there is one; the local text is read in the shop's own zone."""
    gmt = order.get(f"{name}_gmt")
    try:
        found = moment(gmt, _UTC)
    except (ValueError, OverflowError):
        found = None
    return found or order.at(name)


def _refund(status: str, refunded: Decimal, told: Told) -> str:
    if status == "refunded" or (refunded > 0 and told.paid is not None and refunded >= told.paid):
        return REFUND_DONE
    if refunded > 0:
        told.note(NoteCode.PARTLY_REFUNDED, "refunds", str(refunded))
        return REFUND_ASKED
    return REFUND_NONE


def _goods(order: Fields) -> Decimal | None:
    subtotals = [row.money("subtotal") for row in order.each("line_items")]
    told = [subtotal for subtotal in subtotals if subtotal is not None]
    return sum(told, NOTHING) if told else None


def _receiver(order: Fields) -> Receiver:
    shipping, billing = order.inside("shipping"), order.inside("billing")
    # A shop that ships only to the billing address leaves the shipping one empty.
    to = shipping if shipping.text("address_1") or shipping.text("city") else billing
    return Receiver(
        name=joined(to.text("first_name"), to.text("last_name")),
        phone=shipping.text("phone") or billing.text("phone"),
        country=to.text("country"),
        province=to.text("state"),
        city=to.text("city"),
        street=joined(to.text("address_1"), to.text("address_2"), to.text("company")),
        postcode=to.text("postcode"),
    )


def _line(row: Fields) -> DraftLine:
    quantity = row.quantity("quantity")
    subtotal, total = row.money("subtotal"), row.money("total")
    each = NOTHING
    if subtotal is not None and quantity:
        each = (subtotal / quantity).quantize(CENT, rounding=ROUND_HALF_UP)
    variation = row.text("variation_id")
    return DraftLine(
        platform_line_no=row.text("id"),
        sku=row.text("sku"),
        platform_sku=variation if variation not in ("", "0") else row.text("product_id"),
        title=html.unescape(row.text("name"))[:500],
        quantity=quantity,
        unit=None,
        unit_price=each,
        paid_amount=total,
        refund=REFUND_NONE,
    )


DIALECT = Dialect(
    name="woocommerce",
    lists=("orders",),
    singles=("order",),
    identity=("order_key", "billing"),
    singles_need_identity=True,
    units=UNITS,
    read=_read,
    refunds=WOOCOMMERCE,
    totals=(),
    more=(),
)
