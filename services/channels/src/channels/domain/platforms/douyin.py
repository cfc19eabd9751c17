"""Douyin shop: fen as whole numbers, epoch seconds, ids above 2^53, ciphertext beside masks."""

from collections.abc import Iterator

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
    Receiver,
    ShopTerms,
    Told,
)
from channels.domain.fields import Fields
from channels.domain.platforms.reading import Dialect, Reading, read_payload
from channels.domain.platforms.refunds import DOUYIN
from channels.domain.receiver import readable
from channels.domain.values import Unit
from contracts.orders import DraftLine

_RISK_CHECK, _PARTLY_SHIPPED = 105, 101
STATES = {
    1: AWAITING_PAYMENT,
    _RISK_CHECK: DO_NOT_SHIP,
    2: READY,
    _PARTLY_SHIPPED: DO_NOT_SHIP,
    3: SHIPPED,
    4: CANCELLED,
    5: FINISHED,
}
# main_status says what order_status leaves open: refunded before shipping, after shipping, after receipt.
REFUNDED_STATES = {21: CANCELLED, 22: SHIPPED, 39: FINISHED}
AFTER_SALE = {
    0: REFUND_NONE,
    **dict.fromkeys((6, 7, 11, 13, 14), REFUND_ASKED),
    12: REFUND_DONE,
    **dict.fromkeys((27, 28, 29, 51, 53), REFUND_NONE),
}
REFUNDS = {0: REFUND_NONE, 1: REFUND_ASKED, 2: REFUND_ASKED, 3: REFUND_DONE, 4: REFUND_NONE}
UNITS = {
    "order_amount": Unit.FEN,
    "pay_amount": Unit.FEN,
    "post_amount": Unit.FEN,
    "promotion_amount": Unit.FEN,
    "origin_amount": Unit.FEN,
    "goods_price": Unit.FEN,
}


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    return read_payload(DIALECT, payload, terms)


def tracking_numbers(order: Fields) -> Iterator[str]:
    for parcel in order.each("logistics_info"):
        if number := parcel.text("tracking_no"):
            yield number


def _read(order: Fields, terms: ShopTerms) -> Told:
    status, main = order.code("order_status"), order.code("main_status")
    state = UNKNOWN if status is None else STATES.get(status, UNKNOWN)
    if main in REFUNDED_STATES:
        state = REFUNDED_STATES[main]
    told = Told(
        order_no=order.text("order_id"),
        status=order.text("order_status") + (f"/{main}" if main is not None and main != status else ""),
        state=state,
        placed_at=order.at("create_time"),
        paid_at=order.at("pay_time"),
        modified_at=order.at("update_time"),
        other_times=[order.at("finish_time"), *(p.at("ship_time") for p in order.each("logistics_info"))],
        currency="CNY",
        goods=order.money("order_amount"),
        discount=order.money("promotion_amount"),
        freight=order.money("post_amount"),
        paid=order.money("pay_amount"),
        buyer_id=order.text("doudian_open_id", "open_id"),
        receiver=_receiver(order),
        buyer_remark=order.text("buyer_words"),
        seller_remark=order.text("seller_words"),
        refund=REFUND_DONE if main in REFUNDED_STATES else None,
        lines=[_line(row) for row in order.each("sku_order_list")],
    )
    if status == _RISK_CHECK:
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "order_status", "105")
    if status == _PARTLY_SHIPPED:
        told.note(NoteCode.PARTLY_SHIPPED, "order_status", "101")
    return told


def _receiver(order: Fields) -> Receiver:
    address, mask = order.inside("post_addr"), order.inside("mask_post_addr")

    def region(name: str) -> str:
        return address.inside(name).text("name") or address.text(name) or mask.inside(name).text("name")

    return Receiver(
        name=readable(order.text("post_receiver"), order.text("mask_post_receiver")),
        phone=readable(order.text("post_tel"), order.text("mask_post_tel")),
        country="CN",
        province=region("province"),
        city=region("city"),
        district=region("town"),
        town=region("street"),
        street=readable(address.text("detail"), mask.text("detail")),
    )


def _line(row: Fields) -> DraftLine:
    price = row.money("goods_price")
    return DraftLine(
        platform_line_no=row.text("order_id", "sku_order_id"),
        sku=row.text("code", "out_sku_id"),
        platform_sku=row.text("sku_id", "product_id"),
        title=row.text("product_name")[:500],
        quantity=row.quantity("item_num"),
        unit=None,
        unit_price=row.money("origin_amount") or NOTHING if price is None else price,
        paid_amount=row.money("pay_amount"),
        refund=_refund(row.inside("after_sale_info")),
    )


def _refund(after_sale: Fields) -> str:
    status, refund = after_sale.code("after_sale_status"), after_sale.code("refund_status")
    if status is not None and status in AFTER_SALE and status != 0:
        return AFTER_SALE[status]
    if status not in (None, 0):
        after_sale.note(NoteCode.UNKNOWN_REFUND, "after_sale_status", str(status))
        return REFUND_ASKED
    if refund is not None and refund not in REFUNDS:
        after_sale.note(NoteCode.UNKNOWN_REFUND, "refund_status", str(refund))
        return REFUND_ASKED
    return REFUND_NONE if refund is None else REFUNDS[refund]


DIALECT = Dialect(
    name="douyin",
    lists=("shop_order_list",),
    singles=("shop_order_detail",),
    identity=("sku_order_list", "order_status"),
    units=UNITS,
    read=_read,
    refunds=DOUYIN,
)
