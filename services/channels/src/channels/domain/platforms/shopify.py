"""Shopify: decimal text with a currency, ISO times with an offset. The topic of a webhook is only in its header."""

import re
from decimal import Decimal

from channels.domain.draft import (
    AWAITING_PAYMENT,
    CANCELLED,
    DO_NOT_SHIP,
    FINISHED,
    NOTHING,
    READY,
    REFUND_ASKED,
    REFUND_DONE,
    REFUND_NONE,
    SHIPPED,
    UNKNOWN,
    NoteCode,
    PayloadRefused,
    Receiver,
    ShopTerms,
    Told,
)
from channels.domain.fields import Fields
from channels.domain.platforms.reading import Dialect, Reading, read_payload
from channels.domain.platforms.refunds import SHOPIFY
from channels.domain.receiver import joined
from channels.domain.values import Unit
from contracts.orders import DraftLine

PAYMENTS = {
    "pending": AWAITING_PAYMENT,
    "authorized": AWAITING_PAYMENT,
    "partially_paid": AWAITING_PAYMENT,
    "paid": READY,
    "partially_refunded": READY,
    "refunded": CANCELLED,
    "voided": CANCELLED,
}
FULFILMENTS = {"": "", "unfulfilled": "", "fulfilled": SHIPPED, "partial": DO_NOT_SHIP, "restocked": CANCELLED}
UNITS = {
    "total_line_items_price": Unit.YUAN,
    "total_discounts": Unit.YUAN,
    "total_price": Unit.YUAN,
    "price": Unit.YUAN,
    "total_discount": Unit.YUAN,
    "amount": Unit.YUAN,
}
_GID = re.compile(r"gid://shopify/[A-Za-z]+/([0-9]+)")


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    if topic == "orders/delete":
        refused = PayloadRefused("order_deleted", "The shop deleted this order; only cancelled orders can be deleted.")
        return Reading(results=(refused.at("payload"),))
    return read_payload(DIALECT, payload, terms)


def exact_id(node: Fields) -> str:
    """The numeric id. A sender that passed it through floating point rounded it: the graph id beside it is exact."""
    number, gid = node.text("id"), _GID.fullmatch(node.text("admin_graphql_api_id"))
    in_id = _GID.fullmatch(number)
    if in_id:
        return in_id[1]
    if gid and gid[1] != number:
        node.note(NoteCode.ID_ROUNDED_BY_SENDER, "id")
        return gid[1]
    return number


def _read(order: Fields, terms: ShopTerms) -> Told:
    told = Told(
        order_no=exact_id(order),
        status="/".join(part for part in (order.text("financial_status"), order.text("fulfillment_status")) if part),
        state=UNKNOWN,
        placed_at=order.at("created_at"),
        modified_at=order.at("updated_at"),
        other_times=[order.at("processed_at"), order.at("cancelled_at"), order.at("closed_at")],
        currency=order.text("currency"),
        goods=order.money("total_line_items_price"),
        discount=order.money("total_discounts"),
        freight=_freight(order),
        paid=order.money("total_price"),
        buyer_id=order.inside("customer").text("id"),
        receiver=_receiver(order),
        buyer_remark=order.text("note"),
        lines=[_line(row) for row in order.each("line_items")],
    )
    told.state = _state(order, told)
    told.refund = _refund(order, told)
    if told.state in (READY, DO_NOT_SHIP, SHIPPED, FINISHED):
        told.paid_at = order.at("processed_at", "created_at")
    return told


def _state(order: Fields, told: Told) -> str:
    if order.text("cancelled_at"):
        return CANCELLED
    payment = PAYMENTS.get(order.text("financial_status"), UNKNOWN)
    fulfilment = FULFILMENTS.get(order.text("fulfillment_status"), UNKNOWN)
    if UNKNOWN in (payment, fulfilment):
        return UNKNOWN
    if fulfilment == SHIPPED and order.text("closed_at"):
        return FINISHED
    if fulfilment == DO_NOT_SHIP:
        told.note(NoteCode.PARTLY_SHIPPED, "fulfillment_status", "partial")
    return fulfilment or payment


def _refund(order: Fields, told: Told) -> str:
    financial = order.text("financial_status")
    if financial in ("refunded", "voided"):
        return REFUND_DONE if financial == "refunded" else REFUND_NONE
    if financial == "partially_refunded":
        told.note(NoteCode.PARTLY_REFUNDED, "financial_status")
        return REFUND_ASKED
    return REFUND_NONE


def _freight(order: Fields) -> Decimal | None:
    prices = [line.money("price") for line in order.each("shipping_lines")]
    told = [price for price in prices if price is not None]
    return sum(told, NOTHING) if told else None


def _receiver(order: Fields) -> Receiver:
    address = order.inside("shipping_address")
    customer = order.inside("customer")
    return Receiver(
        name=address.text("name") or joined(address.text("first_name"), address.text("last_name")),
        phone=address.text("phone") or order.text("phone") or customer.text("phone"),
        country=address.text("country_code", "country"),
        province=address.text("province"),
        city=address.text("city"),
        street=joined(address.text("address1"), address.text("address2"), address.text("company")),
        postcode=address.text("zip"),
    )


def _line(row: Fields) -> DraftLine:
    # What was edited away or refunded before shipping is no longer ordered.
    quantity, still = row.count("quantity"), row.count("current_quantity")
    left = row.quantity("quantity") if still is None else still
    price, discount = row.money("price"), _discount(row)
    unit_price = price if price is not None else NOTHING
    return DraftLine(
        platform_line_no=exact_id(row),
        sku=row.text("sku"),
        platform_sku=row.text("variant_id", "product_id"),
        title=(row.text("name", "title") + _wishes(row))[:500],
        quantity=left,
        unit=None,
        unit_price=unit_price,
        paid_amount=None if price is None else max(unit_price * left - discount, NOTHING),
        refund=REFUND_DONE if still == 0 and quantity else REFUND_NONE,
    )


def _discount(row: Fields) -> Decimal:
    shares = [share.money("amount") for share in row.each("discount_allocations")]
    told = [share for share in shares if share is not None]
    return sum(told, NOTHING) if told else row.money("total_discount") or NOTHING


def _wishes(row: Fields) -> str:
    """`properties` is a list of pairs, one pair, absent, or something an app made up: only pairs are read."""
    pairs = [(pair.text("name"), pair.text("value")) for pair in row.each("properties")]
    told = [f"{name}: {value}" for name, value in pairs if name and value and not name.startswith("_")]
    return f" ({'; '.join(told)})" if told else ""


DIALECT = Dialect(
    name="shopify",
    lists=("orders",),
    singles=("order", "node"),
    identity=("financial_status", "order_number"),
    singles_need_identity=True,
    units=UNITS,
    read=_read,
    refunds=SHOPIFY,
    totals=(),
    more=(),
)
