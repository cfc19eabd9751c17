"""Pinduoduo: yuan as doubles (taken from the raw text), ship conditions spread over five fields, receivers mostly ciphertext."""

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
from channels.domain.platforms.refunds import PINDUODUO
from channels.domain.receiver import readable
from channels.domain.values import Unit
from contracts.orders import DraftLine

_TO_SHIP, _CANCELLED = 1, 2
STATES = {_TO_SHIP: READY, 2: SHIPPED, 3: FINISHED}
REFUNDS = {1: REFUND_NONE, 2: REFUND_ASKED, 3: REFUND_ASKED, 4: REFUND_DONE}
UNITS = {
    "goods_amount": Unit.YUAN,
    "pay_amount": Unit.YUAN,
    "discount_amount": Unit.YUAN,
    "seller_discount": Unit.YUAN,
    "platform_discount": Unit.YUAN,
    "postage": Unit.YUAN,
    "goods_price": Unit.YUAN,
}
# Shipping is allowed only when each of these says so; one that is not told forbids it as well.
_SHIP_CONDITIONS = {"group_status": 1, "risk_control_status": 0, "refund_status": 1}
_GROUP_OPEN = 0


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    return read_payload(DIALECT, payload, terms)


def _read(order: Fields, terms: ShopTerms) -> Told:
    status = order.code("order_status")
    refund = _refund(order)
    told = Told(
        order_no=order.text("order_sn"),
        status=_status_word(order),
        state=UNKNOWN if status is None else STATES.get(status, UNKNOWN),
        placed_at=order.at("created_time", "confirm_time"),
        paid_at=order.at("pay_time", "confirm_time"),
        modified_at=order.at("updated_at"),
        other_times=[order.at("confirm_time"), order.at("shipping_time"), order.at("receive_time")],
        currency="CNY",
        goods=order.money("goods_amount"),
        discount=order.money("discount_amount"),
        freight=order.money("postage"),
        paid=order.money("pay_amount"),
        receiver=_receiver(order),
        buyer_remark=order.text("buyer_memo"),
        seller_remark=order.text("remark"),
        refund=refund,
        lines=[_line(row, refund) for row in order.each("item_list")],
        ship_by=order.at("last_ship_time"),
    )
    if order.code("confirm_status") == _CANCELLED:
        told.state = CANCELLED
    elif told.state == READY:
        told.state = _when_to_ship(order, told)
    return told


def _when_to_ship(order: Fields, told: Told) -> str:
    if order.code("group_status") == _GROUP_OPEN and not order.text("pay_time"):
        return AWAITING_PAYMENT
    allowed = True
    for name, needed in _SHIP_CONDITIONS.items():
        value = order.code(name)
        if value is None:
            told.note(NoteCode.SHIP_CONDITION_NOT_TOLD, name)
        elif value != needed:
            told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, name, str(value))
        allowed = allowed and value == needed
    if order.code("gift_order_status") == 0:
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "gift_order_status", "0")
        allowed = False
    if any(tag.text("name") == "ship_hold" and tag.code("value") != 0 for tag in order.each("order_tag_list")):
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "order_tag_list", "ship_hold")
        allowed = False
    return READY if allowed else DO_NOT_SHIP


def _status_word(order: Fields) -> str:
    """Pinduoduo has no one word: the numbers that decide, as it told them."""
    names = ("order_status", "refund_status", "confirm_status", "group_status", "risk_control_status", "gift_order_status")
    return " ".join(f"{name.removesuffix('_status')}={order.text(name)}" for name in names if name in order)


def _refund(order: Fields) -> str:
    told = order.code("refund_status")
    if told is None:
        return REFUND_NONE
    if told not in REFUNDS:
        order.note(NoteCode.UNKNOWN_REFUND, "refund_status", str(told))
    return REFUNDS.get(told, REFUND_ASKED)


def _receiver(order: Fields) -> Receiver:
    def told(name: str) -> str:
        return readable(order.text(name), order.text(f"{name}_mask"))

    return Receiver(
        name=told("receiver_name"),
        phone=told("receiver_phone") or told("receiver_mobile"),
        country="CN",
        province=order.text("province"),
        city=order.text("city"),
        # Pinduoduo calls the district a town.
        district=order.text("district", "town"),
        street=told("address") or told("receiver_address"),
    )


def _line(row: Fields, refund: str) -> DraftLine:
    return DraftLine(
        platform_line_no="-".join(part for part in (row.text("goods_id"), row.text("sku_id")) if part),
        sku=row.text("outer_id", "outer_goods_id", "sku"),
        platform_sku=row.text("sku_id"),
        title=" ".join(part for part in (row.text("goods_name"), row.text("goods_spec")) if part)[:500],
        quantity=row.quantity("goods_count"),
        unit=None,
        unit_price=row.money("goods_price") or NOTHING,
        paid_amount=None,
        refund=refund,
    )


DIALECT = Dialect(
    name="pinduoduo",
    lists=("order_list", "order_sn_list"),
    singles=("order_info",),
    identity=("order_status", "item_list"),
    units=UNITS,
    read=_read,
    refunds=PINDUODUO,
)
