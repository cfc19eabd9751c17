"""Amazon SP-API: the older Orders v0 and the 2026-01-01 version. A pending order has no prices: it is no revenue yet."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from channels.domain.draft import (
    AWAITING_PAYMENT,
    CANCELLED,
    CENT,
    DO_NOT_SHIP,
    NOTHING,
    READY,
    REFUND_ASKED,
    REFUND_NONE,
    SHIPPED,
    UNKNOWN,
    NoteCode,
    Receiver,
    ShopTerms,
    Told,
)
from channels.domain.fields import Fields
from channels.domain.platforms.reading import Dialect, Reading, read_payload
from channels.domain.receiver import joined
from channels.domain.values import Unit
from contracts.orders import DraftLine

STATES = {
    "PENDING": AWAITING_PAYMENT,
    "PENDINGAVAILABILITY": AWAITING_PAYMENT,
    "UNSHIPPED": READY,
    "PARTIALLYSHIPPED": DO_NOT_SHIP,
    "SHIPPED": SHIPPED,
    "CANCELED": CANCELLED,
    "CANCELLED": CANCELLED,
    "UNFULFILLABLE": DO_NOT_SHIP,
    "INVOICEUNCONFIRMED": DO_NOT_SHIP,
}
UNITS = {"Amount": Unit.YUAN, "amount": Unit.YUAN}


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    return read_payload(DIALECT, payload, terms)


def _read(order: Fields, terms: ShopTerms) -> Told:
    newer = "salesChannel" in order or "orderItems" in order
    told = _read_2026(order) if newer else _read_v0(order)
    told.state = STATES.get(told.status.replace("_", "").upper(), UNKNOWN)
    if told.state == DO_NOT_SHIP:
        partly = told.status.replace("_", "").upper() == "PARTIALLYSHIPPED"
        told.note(NoteCode.PARTLY_SHIPPED if partly else NoteCode.PLATFORM_FORBIDS_SHIPPING, "status", told.status)
    return told


def _read_v0(order: Fields) -> Told:
    address = order.inside("ShippingAddress")
    total = order.inside("OrderTotal")
    lines = [_line_v0(row) for row in order.each("OrderItems")]
    return Told(
        order_no=order.text("AmazonOrderId"),
        status=order.text("OrderStatus"),
        state=UNKNOWN,
        placed_at=order.at("PurchaseDate"),
        modified_at=order.at("LastUpdateDate"),
        currency=total.text("CurrencyCode"),
        freight=_sum(item.inside("ShippingPrice").money("Amount") for item in order.each("OrderItems")),
        paid=total.money("Amount"),
        buyer_id=order.inside("BuyerInfo").text("BuyerEmail"),
        receiver=Receiver(
            name=address.text("Name"),
            phone=address.text("Phone"),
            country=address.text("CountryCode"),
            province=address.text("StateOrRegion"),
            city=address.text("City"),
            district=address.text("District", "County"),
            street=joined(address.text("AddressLine1"), address.text("AddressLine2"), address.text("AddressLine3")),
            postcode=address.text("PostalCode"),
        ),
        lines=lines,
        ship_by=order.at("LatestShipDate"),
    )


def _line_v0(row: Fields) -> DraftLine:
    # ItemPrice is the price of all pieces of the line together.
    price = row.inside("ItemPrice").money("Amount")
    quantity = row.quantity("QuantityOrdered")
    asked = row.inside("BuyerRequestedCancel").text("IsBuyerRequestedCancel").lower() == "true"
    return DraftLine(
        platform_line_no=row.text("OrderItemId"),
        sku=row.text("SellerSKU"),
        platform_sku=row.text("ASIN"),
        title=row.text("Title")[:500],
        quantity=quantity,
        unit=None,
        unit_price=(price / quantity).quantize(CENT, rounding=ROUND_HALF_UP) if price is not None and quantity else NOTHING,
        paid_amount=price,
        refund=REFUND_ASKED if asked else REFUND_NONE,
    )


def _read_2026(order: Fields) -> Told:
    address = order.inside("recipient").inside("deliveryAddress")
    total = order.inside("proceeds").inside("grandTotal")
    return Told(
        order_no=order.text("orderId"),
        status=order.inside("fulfillment").text("fulfillmentStatus"),
        state=UNKNOWN,
        placed_at=order.at("createdTime"),
        modified_at=order.at("lastUpdatedTime"),
        currency=total.text("currencyCode"),
        paid=total.money("amount"),
        buyer_id=order.inside("buyer").text("buyerEmail"),
        receiver=Receiver(
            name=address.text("name"),
            phone=address.text("phone"),
            country=address.text("countryCode"),
            province=address.text("stateOrRegion"),
            city=address.text("city", "municipality"),
            district=address.text("districtOrCounty"),
            street=joined(address.text("addressLine1"), address.text("addressLine2"), address.text("addressLine3")),
            postcode=address.text("postalCode"),
        ),
        lines=[_line_2026(row) for row in order.each("orderItems")],
        ship_by=order.inside("fulfillment").inside("shipByWindow").at("latestDateTime"),
    )


def _line_2026(row: Fields) -> DraftLine:
    product = row.inside("product")
    return DraftLine(
        platform_line_no=row.text("orderItemId"),
        sku=product.text("sellerSku"),
        platform_sku=product.text("asin"),
        title=product.text("title")[:500],
        quantity=row.quantity("quantityOrdered"),
        unit=None,
        unit_price=product.inside("price").inside("unitPrice").money("amount") or NOTHING,
        paid_amount=row.inside("proceeds").inside("proceedsTotal").money("amount"),
        refund=REFUND_ASKED if "cancellationRequest" in row.inside("cancellation") else REFUND_NONE,
    )


def _sum(told: Iterable[Decimal | None]) -> Decimal | None:
    amounts = [amount for amount in told if amount is not None]
    return sum(amounts, NOTHING) if amounts else None


DIALECT = Dialect(
    name="amazon",
    lists=("Orders", "orders"),
    singles=("order",),
    identity=("OrderStatus", "salesChannel"),
    singles_need_identity=True,
    units=UNITS,
    read=_read,
    totals=(),
    more=(),
)
