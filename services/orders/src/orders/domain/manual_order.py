"""An order that somebody of ours types in, or copies from another one (rule ORD-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusals import Conflict, Invalid
from orders.domain.draft import Draft, DraftLine
from orders.domain.receiver import Receiver
from orders.domain.shares import share
from orders.domain.status import DraftState, Refund


class ShopUnknown(Invalid):
    code = "shop_unknown"
    rule = "ORD-1"
    zh = "店铺 {shop_id} 未登记或已停用。"
    en = "Shop {shop_id} is not registered, or not active."


class OrderNumberTaken(Conflict):
    code = "order_number_taken"
    rule = "ORD-1"
    zh = "该店铺已有单号为 {platform_order_no} 的订单（{number}）。"
    en = "This shop has an order {platform_order_no} already ({number})."


class LooksLikeDuplicate(Conflict):
    code = "looks_like_duplicate"
    rule = "ORD-1"
    zh = "三天内已有同一收货电话、同样商品的订单：{numbers}。确认不是重复，请勾选后再提交。"
    en = "Within three days there were orders with this phone and these goods: {numbers}. If it is no duplicate, confirm that and send it again."


class NoReceiver(Invalid):
    code = "no_receiver"
    rule = "ORD-1"
    zh = "请填写收货信息，或复制一个订单。"
    en = "Give a receiver, or copy one from an order."


class DiscountTooLarge(Invalid):
    code = "discount_too_large"
    rule = "SYS-4"
    zh = "优惠不能超过商品金额 {goods}。"
    en = "The discount cannot be more than the goods, {goods}."


@dataclass(frozen=True, kw_only=True)
class ManualLine:
    sku: str
    title: str
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, kw_only=True)
class ManualOrder:
    """`source` is hand or copy; `copied_from` gives the receiver where none is typed in. `platform_order_no` "": we make one up."""

    shop_id: str
    source: str
    copied_from: UUID | None
    platform_order_no: str
    currency: str
    receiver: Receiver | None
    lines: Sequence[ManualLine]
    freight: Decimal
    discount: Decimal
    is_paid: bool
    buyer_id: str
    buyer_remark: str
    seller_remark: str
    even_if_duplicate: bool


def draft_of(order: ManualOrder, *, number: str, receiver: Receiver, buyer_id: str, now: datetime) -> Draft:
    """Raises DiscountTooLarge."""
    goods = sum((line.unit_price * line.quantity for line in order.lines), Decimal(0))
    if order.discount > goods:
        raise DiscountTooLarge(goods=f"{goods} {order.currency}")
    paid = share(goods - order.discount, [line.unit_price * line.quantity for line in order.lines])
    return Draft(
        shop_id=order.shop_id,
        platform_order_no=number,
        platform_status="",
        state=DraftState.READY if order.is_paid else DraftState.AWAITING_PAYMENT,
        placed_at=now,
        paid_at=now if order.is_paid else None,
        modified_at=now,
        currency=order.currency,
        goods_amount=f"{goods:.2f}",
        discount_amount=f"{order.discount:.2f}",
        freight_amount=f"{order.freight:.2f}",
        paid_amount=f"{goods - order.discount + order.freight:.2f}",
        buyer_id=buyer_id,
        receiver=receiver,
        receiver_sealed=None,
        buyer_remark=order.buyer_remark,
        seller_remark=order.seller_remark,
        refund=Refund.NONE,
        lines=[_line(line, place, paid[place - 1]) for place, line in enumerate(order.lines, start=1)],
    )


def _line(line: ManualLine, place: int, paid: Decimal) -> DraftLine:
    return DraftLine(
        platform_line_no=str(place),
        merchant_code=line.sku,
        platform_sku="",
        title=line.title or line.sku,
        quantity=line.quantity,
        unit=None,
        unit_price=f"{line.unit_price:.2f}",
        paid_amount=f"{paid:.2f}",
        refund=Refund.NONE,
    )
