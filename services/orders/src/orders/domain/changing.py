"""Somebody changes where an order goes, or what of it is sent, after it came in (rule ORD-2)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from chassis.refusals import Conflict, Invalid
from orders.domain.effects import Effects
from orders.domain.line import ADDED, OrderLine
from orders.domain.order import Order
from orders.domain.receiver import Receiver, mask_name, mask_phone
from orders.domain.regrouping import hand_stock_on, paid_of_lines
from orders.domain.search_keys import Digest, phone_keys
from orders.domain.shares import share
from orders.domain.status import Refund
from orders.domain.timeline import Happened


class Item(TypedDict):
    """`line_no` None: it is added. `unit_price` None: as the line had it; nothing for an added one."""

    line_no: int | None
    sku: str
    quantity: int
    unit_price: str | None


class NothingToSend(Invalid):
    code = "nothing_to_send"
    rule = "ORD-2"
    zh = "订单 {number} 至少要留一件商品；全部不要请取消订单。"
    en = "At least one piece of order {number} has to stay; to send nothing, cancel it."


class LineGivenBack(Invalid):
    code = "line_given_back"
    rule = "ORD-2"
    zh = "订单 {number} 第 {line_no} 行不存在或已退款，不能修改。"
    en = "Line {line_no} of order {number} is not there or its money was given back; it cannot be changed."


class GiftIsFixed(Invalid):
    code = "gift_is_fixed"
    rule = "ORD-2"
    zh = "订单 {number} 第 {line_no} 行是赠品：只能保留或移除，不能改商品、数量或价格。"
    en = "Line {line_no} of order {number} is a gift: it is kept or left out; its goods, quantity and price are not changed."


class BuyersDiffer(Conflict):
    code = "buyers_differ"
    rule = "ORD-2"
    zh = "订单 {number} 不是同一店铺同一买家的，不能一起改成同一地址。"
    en = "Order {number} is of another shop or buyer; it is not sent to the same address along with the others."


def refuse_other_buyer(order: Order, *, first: Order) -> None:
    """Several are sent to one address only when they are one buyer's. Raises BuyersDiffer."""
    same = (order.shop_id, order.buyer_id) == (first.shop_id, first.buyer_id) and order.buyer_id
    if order is not first and not same:
        raise BuyersDiffer(number=order.number)


def readdress(order: Order, receiver: Receiver, *, sealed: str, digest: Digest, reason: str, by: str, effects: Effects) -> None:
    """It goes on by go_on_changed."""
    order.receiver_sealed = sealed
    order.receiver_name, order.receiver_phone = mask_name(receiver["name"]), mask_phone(receiver["phone"])
    order.receiver_country, order.receiver_province = receiver["country"], receiver["province"]
    order.receiver_city, order.receiver_district = receiver["city"], receiver["district"]
    order.phone_digest, order.phone_tail_digest = phone_keys(receiver, digest)
    effects.happened(order, Happened.READDRESSED, by=by, reason=reason)


def change_items(order: Order, items: Sequence[Item], *, reason: str, by: str, effects: Effects) -> None:
    """`items` are all that is to be sent. What the buyer paid stays what it was, shared anew. It goes on by go_on_changed.

    Raises NothingToSend, LineGivenBack, GiftIsFixed.
    """
    refuse_items(order, items)
    there = {line.line_no: line for line in order.lines if line.refund != Refund.DONE}
    before = [f"{line.sku} × {line.quantity}" for line in order.lines]
    paid = sum((amount for line, amount in zip(order.lines, paid_of_lines(order), strict=True) if line.line_no in there), Decimal(0))
    given_back = [line for line in order.lines if line.refund == Refund.DONE]
    lines = [_line(order, item, there) for item in items]
    for line, amount in zip(lines, share(paid, [line.unit_price * line.quantity for line in lines]), strict=True):
        line.paid_amount = amount
    highest = max((line.line_no for line in order.lines), default=0)
    for place, line in enumerate((line for line in lines if line.line_no == 0), start=1):
        line.line_no = highest + place
        line.platform_line_no = f"{ADDED}{line.line_no}"
    order.lines = sorted([*given_back, *lines], key=lambda line: line.line_no)
    order.line_count, order.piece_count = len(order.lines), sum(line.quantity for line in order.lines)
    order.goods_amount = sum((line.unit_price * line.quantity for line in order.lines), Decimal(0))
    order.discount_amount = max(order.goods_amount + order.freight_amount - order.paid_amount, Decimal(0))
    effects.happened(
        order, Happened.ITEMS_CHANGED, by=by, reason=reason, before=before, after=[f"{one.sku} × {one.quantity}" for one in order.lines]
    )


def refuse_items(order: Order, items: Sequence[Item]) -> None:
    """Raises NothingToSend, LineGivenBack, GiftIsFixed."""
    there = {line.line_no for line in order.lines if line.refund != Refund.DONE}
    gifts = {line.line_no: line for line in order.lines if line.gift_rule_id is not None}
    for item in items:
        gift = None if item["line_no"] is None else gifts.get(item["line_no"])
        if gift is not None and ((item["sku"], item["quantity"]) != (gift.sku, gift.quantity) or Decimal(item["unit_price"] or 0)):
            raise GiftIsFixed(number=order.number, line_no=gift.line_no)
        if item["line_no"] is not None and item["line_no"] not in there:
            raise LineGivenBack(number=order.number, line_no=item["line_no"])
    if all(item["line_no"] in gifts for item in items):
        raise NothingToSend(number=order.number)


def _line(order: Order, item: Item, there: dict[int, OrderLine]) -> OrderLine:
    old = None if item["line_no"] is None else there.pop(item["line_no"], None)
    price = item["unit_price"]
    if old is None:
        return OrderLine(
            order_id=order.id, line_no=0, platform_line_no="", merchant_code=item["sku"], sku=item["sku"], platform_sku="",
            title=item["sku"], quantity=item["quantity"], unit=None, confirmed_unit=None, unit_price=Decimal(price or 0), paid_amount=None,
            refund=Refund.NONE, origin_order_id=None, origin_line_no=None, gift_rule_id=None,
        )  # fmt: skip
    if old.sku != item["sku"]:
        old.sku = old.merchant_code = old.title = item["sku"]
        old.platform_sku = ""
    old.quantity = item["quantity"]
    if price is not None:
        old.unit_price = Decimal(price)
    return old


def go_on_changed(order: Order, effects: Effects) -> None:
    """The nearest warehouse is asked anew, with what the order holds already."""
    order.pending = None
    hand_stock_on([order], [order], effects)
