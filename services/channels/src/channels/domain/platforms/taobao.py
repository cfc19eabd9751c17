"""Taobao and Tmall (TOP): yuan text, a few fields in fen, times in Beijing, lists nested twice, receivers masked."""

from decimal import Decimal
from typing import Literal

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
from channels.domain.platforms.reading import Dialect, Reading, glossed, read_payload
from channels.domain.platforms.refunds import TAOBAO
from channels.domain.receiver import readable
from channels.domain.values import Unit
from contracts.orders import DraftLine

STATES = {
    "TRADE_NO_CREATE_PAY": AWAITING_PAYMENT,
    "WAIT_BUYER_PAY": AWAITING_PAYMENT,
    "PAY_PENDING": AWAITING_PAYMENT,
    "WAIT_PRE_AUTH_CONFIRM": AWAITING_PAYMENT,
    "WAIT_SELLER_SEND_GOODS": READY,
    # Part of it left by another hand: shipping the whole again would send goods twice.
    "SELLER_CONSIGNED_PART": DO_NOT_SHIP,
    "PAID_FORBID_CONSIGN": DO_NOT_SHIP,
    "WAIT_BUYER_CONFIRM_GOODS": SHIPPED,
    "TRADE_BUYER_SIGNED": SHIPPED,
    "TRADE_FINISHED": FINISHED,
    "TRADE_CLOSED": CANCELLED,
    "TRADE_CLOSED_BY_TAOBAO": CANCELLED,
}
REFUNDS = {
    "": REFUND_NONE,
    "NO_REFUND": REFUND_NONE,
    "CLOSED": REFUND_NONE,
    "WAIT_SELLER_AGREE": REFUND_ASKED,
    "WAIT_BUYER_RETURN_GOODS": REFUND_ASKED,
    "WAIT_SELLER_CONFIRM_GOODS": REFUND_ASKED,
    "SELLER_REFUSE_BUYER": REFUND_ASKED,
    "SUCCESS": REFUND_DONE,
}
UNITS = {
    "payment": Unit.YUAN,
    "total_fee": Unit.YUAN,
    "post_fee": Unit.YUAN,
    "discount_fee": Unit.YUAN,
    "adjust_fee": Unit.YUAN,
    "received_payment": Unit.YUAN,
    "price": Unit.YUAN,
    "divide_order_fee": Unit.YUAN,
    "part_mjz_discount": Unit.YUAN,
    "coupon_fee": Unit.FEN,
    "alipay_point": Unit.FEN,
    "pcc_af": Unit.FEN,
}
# The rest of a pre-sale is paid only in the last of its steps.
_PRESALE_UNPAID = ("FRONT_NOPAID_FINAL_NOPAID", "FRONT_PAID_FINAL_NOPAID")
_PRESALE_STAGES: dict[str, Literal["deposit_paid", "balance_paid"]] = {
    "FRONT_PAID_FINAL_NOPAID": "deposit_paid",
    "FRONT_PAID_FINAL_PAID": "balance_paid",
}


def parse(payload: bytes | str, terms: ShopTerms, topic: str = "") -> Reading:
    return read_payload(DIALECT, payload, terms)


def _read(trade: Fields, terms: ShopTerms) -> Told:
    status = glossed(trade.text("status"))
    state = STATES.get(status, UNKNOWN)
    step = glossed(trade.text("step_trade_status"))
    if state == READY and step in _PRESALE_UNPAID:
        state = AWAITING_PAYMENT
    lines = [_line(row) for row in trade.each("orders.order", "orders", "order")]
    told = Told(
        order_no=trade.text("tid_str", "tid"),
        status=status,
        state=state,
        placed_at=trade.at("created"),
        paid_at=trade.at("pay_time"),
        modified_at=trade.at("modified"),
        other_times=[trade.at("consign_time"), trade.at("end_time")],
        currency="CNY",
        goods=trade.money("total_fee"),
        discount=trade.money("discount_fee"),
        freight=trade.money("post_fee"),
        paid=trade.money("payment"),
        buyer_id=trade.text("buyer_open_uid", "buyer_nick"),
        receiver=_receiver(trade),
        buyer_remark=trade.text("buyer_message"),
        seller_remark=trade.text("seller_memo"),
        lines=lines,
        presale_stage=_PRESALE_STAGES.get(step),
    )
    if status == "PAID_FORBID_CONSIGN":
        told.note(NoteCode.PLATFORM_FORBIDS_SHIPPING, "status", status)
    if status == "SELLER_CONSIGNED_PART":
        told.note(NoteCode.PARTLY_SHIPPED, "status", status)
    return told


def _receiver(trade: Fields) -> Receiver:
    return Receiver(
        name=readable(trade.text("receiver_name")),
        phone=readable(trade.text("receiver_mobile"), trade.text("receiver_phone")),
        country="CN",
        province=trade.text("receiver_state"),
        city=trade.text("receiver_city"),
        district=trade.text("receiver_district"),
        town=trade.text("receiver_town"),
        street=readable(trade.text("receiver_address")),
        postcode=trade.text("receiver_zip"),
    )


def _line(row: Fields) -> DraftLine:
    refund_word = glossed(row.text("refund_status"))
    refund = REFUNDS.get(refund_word)
    if refund is None:
        row.note(NoteCode.UNKNOWN_REFUND, "refund_status", refund_word)
        refund = REFUND_ASKED
    return DraftLine(
        platform_line_no=row.text("oid_str", "oid"),
        sku=row.text("outer_sku_id", "outer_iid"),
        platform_sku=row.text("sku_id", "num_iid"),
        title=" ".join(part for part in (row.text("title"), row.text("sku_properties_name")) if part)[:500],
        quantity=row.quantity("num"),
        unit=None,
        unit_price=row.money("price") or NOTHING,
        paid_amount=_line_paid(row, refund),
        refund=refund,
    )


def _line_paid(row: Fields, refund: str) -> Decimal | None:
    """The allocated value where told; a refunded line's 0.00 says nothing about what was paid for it."""
    allocated, payment, share = row.money("divide_order_fee"), row.money("payment"), row.money("part_mjz_discount")
    if allocated is not None:
        return allocated
    if payment is None:
        return None
    if refund == REFUND_DONE and payment == 0:
        row.note(NoteCode.LINE_PAYMENT_AFTER_REFUND, "payment")
        return None
    return payment - share if share is not None else payment


DIALECT = Dialect(
    name="taobao",
    lists=("trades", "trade_list"),
    singles=("trade", "jdp_response"),
    identity=("tid_str", "orders", "buyer_nick", "buyer_open_uid"),
    units=UNITS,
    read=_read,
    refunds=TAOBAO,
)
