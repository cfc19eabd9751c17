"""What orders can be told to do, and what it tells the others. A shop is an opaque id here."""

from datetime import datetime
from typing import ClassVar

from contracts.message import Message, Part
from contracts.money import Amount, Currency


class RegisterShop(Message):
    """A shop whose orders may come in. `version` grows with each change: an older one never overwrites a newer."""

    subject: ClassVar[str] = "orders.shop.register.v1"
    shop_id: str
    name: str
    platform: str
    active: bool
    version: int


class DraftLine(Part):
    """One line as the shop tells it. `sku` is the merchant code, perhaps empty or unknown to us. Amounts in the order's currency.

    `unit_price` before discounts; `paid_amount` is the line's share of what was paid after all discounts, None when not told.
    `unit` None means pieces. `refund` is none, asked or done.
    """

    platform_line_no: str
    sku: str
    platform_sku: str
    title: str
    quantity: int
    unit: str | None
    unit_price: Amount
    paid_amount: Amount | None
    refund: str


class OrderDraft(Part):
    """An order as a shop tells it, in our words.

    `state`: awaiting_payment, ready (paid, may ship), do_not_ship (paid, platform forbids shipping), shipped, finished, cancelled (told
    by the platform as handled there) or unknown (held, never shipped). `platform_status` is the platform's own word.
    `modified_at` orders the versions of one order. `receiver_sealed` is a sealed receiver (chassis.sealing) with the keys name, phone,
    country, province, city, district, town, street, postcode; an absent one is "". Masked or empty fields never overwrite fuller ones.
    `refund` is none, asked or done.
    """

    shop_id: str
    platform_order_no: str
    platform_status: str
    state: str
    placed_at: datetime
    paid_at: datetime | None
    modified_at: datetime
    currency: Currency
    goods_amount: Amount
    discount_amount: Amount
    freight_amount: Amount
    paid_amount: Amount
    buyer_id: str
    receiver_sealed: str
    buyer_remark: str
    seller_remark: str
    refund: str
    lines: list[DraftLine]


class PlaceOrders(Message):
    """An envelope of up to 500 orders to take in. Exactly what POST /v1/orders/batch does."""

    subject: ClassVar[str] = "orders.order.place.v1"
    envelope_of: ClassVar[str] = "orders"
    orders: list[OrderDraft]
    source: str


class PlacedOrder(Part):
    order_id: str
    number: str
    shop_id: str
    platform_order_no: str
    status: str
    hold_reasons: list[str]
    attention_reasons: list[str]


class OrdersPlaced(Message):
    """Orders were taken in: an envelope of up to 500."""

    subject: ClassVar[str] = "orders.orders.placed.v1"
    envelope_of: ClassVar[str] = "orders"
    orders: list[PlacedOrder]
    placed_at: datetime


class OrderStep(Part):
    order_id: str
    number: str
    shop_id: str
    platform_order_no: str
    status: str


class OrdersAdvanced(Message):
    """Orders moved on: `status` is reviewed, allocated, picked, packed, delivered, completed, cancelled or closed."""

    subject: ClassVar[str] = "orders.orders.advanced.v1"
    envelope_of: ClassVar[str] = "steps"
    steps: list[OrderStep]
    happened_at: datetime


class ShippedLine(Part):
    platform_line_no: str
    sku: str
    quantity: int


class OrderShipped(Message):
    """An order's parcel left: its shop is to be told."""

    subject: ClassVar[str] = "orders.order.shipped.v1"
    order_id: str
    number: str
    shop_id: str
    platform_order_no: str
    shipment_number: str
    carrier_code: str
    tracking_number: str
    lines: list[ShippedLine]
    shipped_at: datetime
