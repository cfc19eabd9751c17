"""What orders can be told to do, and what it tells the others of orders. A shop is an opaque id here."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts.message import Message, Part
from contracts.money import Amount, Currency

Digest = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


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
    `refund` is none, asked or done. `payer_digest` and `device_digest` are keyed digests (chassis.sealing) of who paid and of the device
    it was bought on: 32 hexadecimal digits, None when the shop does not tell. `presale_stage`: how far a pre-sale in two steps is paid; None:
    the shop does not tell. `ship_by` is the latest moment at which it may leave, as the shop tells it; None: our policy sets it.
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
    payer_digest: Digest | None = None
    device_digest: Digest | None = None
    presale_stage: Literal["deposit_paid", "balance_paid"] | None = None
    ship_by: datetime | None = None


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
    payer_digest: str | None = None
    device_digest: str | None = None


class OrdersPlaced(Message):
    """Orders were taken in: an envelope of up to 500."""

    subject: ClassVar[str] = "orders.orders.placed.v1"
    envelope_of: ClassVar[str] = "orders"
    orders: list[PlacedOrder]
    placed_at: datetime


class ReceiversChanged(Message):
    """A shop told another receiver of orders that were there already, or told in full what was masked: ids, up to 500."""

    subject: ClassVar[str] = "orders.receivers.changed.v1"
    orders: list[str]
    changed_at: datetime


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


class LateOrder(Part):
    order_id: str
    number: str
    shop_id: str
    platform_order_no: str
    status: str
    ship_by: datetime


class OrdersDelayed(Message):
    """Orders are still here after the latest moment at which they had to leave: each is told once."""

    subject: ClassVar[str] = "orders.orders.delayed.v1"
    envelope_of: ClassVar[str] = "orders"
    orders: list[LateOrder]
    noted_at: datetime


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


class AdjustedOrder(Part):
    order_id: str
    number: str
    shop_id: str


class OrdersAdjusted(Message):
    """Somebody changed how or what orders send: `verb` is split, merged, taken_apart, readdressed or items_changed.

    `orders` are those it was done to, `into` the numbers of those that stand for them now; `by` is the name of who decided it.
    """

    subject: ClassVar[str] = "orders.orders.adjusted.v1"
    verb: str
    orders: list[AdjustedOrder]
    into: list[str]
    by: str
    reason: str
    adjusted_at: datetime


class OrderPriceChanged(Message):
    """Customer service changed what an order costs. `by_id` is the account that asked; `approval_id` None: within the clerk's limit."""

    subject: ClassVar[str] = "orders.price.changed.v1"
    order_id: str
    number: str
    shop_id: str
    currency: Currency
    paid_before: Amount
    paid_after: Amount
    by_id: str
    approval_id: str | None
    changed_at: datetime
