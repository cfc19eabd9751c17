"""What a shop sends: the request models of intake. They are the hot path's gate, so they validate in Rust only: no Python validators."""

from datetime import UTC, datetime
from typing import Annotated, Literal, cast

from pydantic import AwareDatetime, Field

from chassis.routes import Body
from orders.domain.draft import Draft, DraftLine
from orders.domain.receiver import OPEN_ID, Receiver

LARGEST_BATCH = 500
MOST_LINES = 200

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
# Text, not Decimal: the pattern makes it exact to the cent, and the database reads it as a number without Python's help.
AmountText = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$", examples=["12.30"])]
CurrencyCode = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["CNY"])]
Code = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(max_length=200)]
Remark = Annotated[str, Field(max_length=2000)]
RefundState = Literal["none", "asked", "done"]
ShopState = Literal["awaiting_payment", "ready", "do_not_ship", "shipped", "finished", "cancelled", "unknown"]


class MoneyIn(Body):
    amount: AmountText
    currency: CurrencyCode


class ReceiverIn(Body):
    """`country` is a code of two letters; empty means CN. What a platform masks (张*, 138****0000) may be sent as it is.

    `open_id` is the platform's own key of the address (Taobao's OAID and its like): equal ones are one address even where it is masked.
    """

    name: Name = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    province: Name = ""
    city: Name = ""
    district: Name = ""
    town: Name = ""
    street: Annotated[str, Field(max_length=500)] = ""
    postcode: Annotated[str, Field(max_length=20)] = ""
    open_id: Annotated[str, Field(max_length=500)] = ""


class LineIn(Body):
    """`unit_price` is before discounts; `paid_amount` is the line's share of what was paid. `unit` left out means pieces."""

    platform_line_no: Annotated[str, Field(min_length=1, max_length=64)]
    sku: Annotated[str, Field(max_length=64, description="The merchant code: our SKU, or what the shop calls it. May be empty.")]
    platform_sku: Code = ""
    title: Annotated[str, Field(max_length=500)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit: Annotated[str, Field(max_length=20)] | None = None
    unit_price: MoneyIn
    paid_amount: MoneyIn | None = None
    refund: RefundState = "none"


class OrderIn(Body):
    """An order as the shop tells it. All amounts are in one currency. `modified_at` is the shop's version: an older one never overwrites.

    `payer` and `device` are the shop's own words for who paid and for the device: only a keyed digest of each is kept (rule ORD-6).
    """

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    platform_order_no: Annotated[str, Field(min_length=1, max_length=64)]
    platform_status: Code
    state: ShopState
    placed_at: Moment
    paid_at: Moment | None = None
    modified_at: Moment
    goods_amount: MoneyIn
    discount_amount: MoneyIn
    freight_amount: MoneyIn
    paid_amount: MoneyIn
    buyer_id: Annotated[str, Field(max_length=128)] = ""
    receiver: ReceiverIn
    buyer_remark: Remark = ""
    seller_remark: Remark = ""
    refund: RefundState = "none"
    ship_by: Annotated[Moment | None, Field(description="The latest moment at which it may leave; left out, our policy sets it.")] = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=MOST_LINES)]
    payer: Annotated[str, Field(max_length=200)] = ""
    device: Annotated[str, Field(max_length=200)] = ""
    presale_stage: Annotated[
        Literal["deposit_paid", "balance_paid"] | None, Field(description="Of a pre-sale in two steps; left out, the amounts tell.")
    ] = None


class BatchIn(Body):
    """Up to 500 orders. Each is checked and taken on its own: a wrong one does not spoil the rest."""

    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=LARGEST_BATCH)]


def foreign_currencies(order: OrderIn) -> list[str]:
    """JSON pointers of amounts that are not in the currency of `paid_amount`."""
    currency = order.paid_amount.currency
    wrong: list[str] = []
    for name in ("goods_amount", "discount_amount", "freight_amount"):
        if getattr(order, name).currency != currency:
            wrong.append(f"/{name}/currency")
    for place, line in enumerate(order.lines):
        if line.unit_price.currency != currency:
            wrong.append(f"/lines/{place}/unit_price/currency")
        if line.paid_amount is not None and line.paid_amount.currency != currency:
            wrong.append(f"/lines/{place}/paid_amount/currency")
    return wrong


def draft_of(order: OrderIn) -> Draft:
    # The fields are flat text: their dictionary is the receiver.
    receiver = cast(Receiver, order.receiver.__dict__)
    if not receiver[OPEN_ID]:
        del receiver[OPEN_ID]
    return Draft(
        shop_id=order.shop_id,
        platform_order_no=order.platform_order_no,
        platform_status=order.platform_status,
        state=order.state,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        modified_at=order.modified_at,
        currency=order.paid_amount.currency,
        goods_amount=order.goods_amount.amount,
        discount_amount=order.discount_amount.amount,
        freight_amount=order.freight_amount.amount,
        paid_amount=order.paid_amount.amount,
        buyer_id=order.buyer_id,
        receiver=receiver,
        receiver_sealed=None,
        buyer_remark=order.buyer_remark,
        seller_remark=order.seller_remark,
        refund=order.refund,
        lines=[_line_of(line) for line in order.lines],
        payer=order.payer,
        device=order.device,
        ship_by=order.ship_by,
        presale_stage=order.presale_stage,
    )


def _line_of(line: LineIn) -> DraftLine:
    return DraftLine(
        platform_line_no=line.platform_line_no,
        merchant_code=line.sku,
        platform_sku=line.platform_sku,
        title=line.title,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price.amount,
        paid_amount=None if line.paid_amount is None else line.paid_amount.amount,
        refund=line.refund,
    )
