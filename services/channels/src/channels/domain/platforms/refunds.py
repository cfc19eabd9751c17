"""Refund documents: what buyers ask for at a platform, as it stands there. The same refund arrives in yuan from one call and in fen from
another, so each kind names its unit. Their words become the words of orders; what is not known stays `asked`, for a person to decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import cast

from channels.domain.draft import ShopTerms, Unreadable
from channels.domain.fields import Fields
from channels.domain.values import Unit
from contracts.orders import AskedLine, PlatformRefund

ASKED, AGREED, RETURNED, REFUNDED, REFUSED, WITHDRAWN = "asked", "agreed", "returned", "refunded", "refused", "withdrawn"
REFUND_ONLY, RETURN, EXCHANGE, REPAIR, RESEND, PROTECTION = (
    "refund_only", "return_and_refund", "exchange", "repair", "resend", "price_protection",
)  # fmt: skip
LONGEST_NUMBER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundKind:
    """One refund document: how it is recognised (`marks`, all of them) and where it keeps what; a place may be "a.b", empty is not told.

    `kinds` by the word under `kind`, else `other_kind`. `line` are the places whose words together are the line's number in the order; where
    `rows` names a list, they and `quantity` stand in each row of it. `paid_out` is read where no `amount` is told.
    """

    marks: tuple[str, ...]
    refund_no: str
    order_no: str
    amount: str
    unit: Unit
    state: str
    states: Mapping[str, str]
    paid_out: str = ""
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    other_kind: str = REFUND_ONLY
    rows: str = ""
    line: tuple[str, ...] = ()
    quantity: str = ""
    reason: str = ""
    note: str = ""
    carrier: str = ""
    tracking: str = ""
    asked_at: tuple[str, ...] = ()
    modified_at: tuple[str, ...] = ()
    answer_by: str = ""


TAOBAO = (
    RefundKind(
        marks=("refund_id", "refund_fee"), refund_no="refund_id", order_no="tid", amount="refund_fee", unit=Unit.YUAN, state="status",
        states={
            "WAIT_SELLER_AGREE": ASKED, "WAIT_BUYER_RETURN_GOODS": AGREED, "WAIT_SELLER_CONFIRM_GOODS": RETURNED,
            "SELLER_REFUSE_BUYER": REFUSED, "CLOSED": WITHDRAWN, "SUCCESS": REFUNDED,
        },
        kind="has_good_return", kinds={"true": RETURN}, line=("oid",), quantity="num", reason="reason", note="desc", carrier="company_name",
        tracking="sid", asked_at=("created",), modified_at=("modified",), answer_by="refund_remind_timeout.timeout",
    ),
)  # fmt: skip
JD = (
    RefundKind(
        marks=("applyRefundSum",), refund_no="id", order_no="orderId", amount="applyRefundSum", unit=Unit.FEN,
        state="status", states={"0": ASKED, "1": AGREED, "2": REFUSED, "3": REFUNDED}, reason="reason", asked_at=("applyTime",),
        modified_at=("checkTime", "applyTime"),
    ),
    RefundKind(
        marks=("refoundAmount",), refund_no="afsRefundId", order_no="sameOrderServiceBill.orderId", amount="refoundAmount", unit=Unit.YUAN,
        state="status", states={"13": REFUNDED}, modified_at=("completeTime",),
    ),
)  # fmt: skip
_PDD_STATES = {
    "2": ASKED, "3": ASKED, "4": AGREED, "5": AGREED, "6": REFUSED, "7": AGREED, "8": ASKED, "9": REFUSED, "10": REFUNDED, "11": WITHDRAWN,
    "12": WITHDRAWN, "13": WITHDRAWN, "14": ASKED, "15": AGREED, "16": REFUNDED, "17": REFUSED, "18": AGREED, "31": AGREED, "32": ASKED,
}  # fmt: skip
PINDUODUO = (
    # The detail counts in fen and its type is one lower; only the list has `tracking_number`.
    RefundKind(
        marks=("after_sales_type", "tracking_number"), refund_no="id", order_no="order_sn", amount="refund_amount", unit=Unit.YUAN,
        state="after_sales_status", states=_PDD_STATES, kind="after_sales_type",
        kinds={"2": REFUND_ONLY, "3": RETURN, "4": EXCHANGE, "5": RESEND, "6": REPAIR}, line=("goods_id", "sku_id"), quantity="goods_number",
        reason="after_sale_reason", carrier="shipping_name", tracking="tracking_number", asked_at=("created_time",),
        modified_at=("updated_time", "created_time"),
    ),
    RefundKind(
        marks=("after_sales_type", "express_no"), refund_no="id", order_no="order_sn", amount="refund_amount", unit=Unit.FEN,
        state="after_sales_status", states=_PDD_STATES, kind="after_sales_type",
        kinds={"1": REFUND_ONLY, "2": RETURN, "3": EXCHANGE, "4": RESEND, "5": REPAIR}, reason="after_sales_reason", note="remark",
        carrier="shipping_name", tracking="express_no", asked_at=("recreated_at",), modified_at=("updated_time", "recreated_at"),
        answer_by="expire_time",
    ),
)  # fmt: skip
_DOUYIN = "process_info.after_sale_info."
DOUYIN = (
    RefundKind(
        marks=("process_info", "order_info"), refund_no=f"{_DOUYIN}after_sale_id", order_no="order_info.shop_order_id",
        amount=f"{_DOUYIN}refund_total_amount", paid_out=f"{_DOUYIN}real_refund_amount", unit=Unit.FEN, state=f"{_DOUYIN}after_sale_status",
        states={
            "6": ASKED, "7": AGREED, "11": RETURNED, "12": REFUNDED, "13": RETURNED, "14": REFUNDED, "27": REFUSED, "28": REFUSED,
            "29": REFUSED, "51": WITHDRAWN, "53": REFUNDED,
        },
        kind=f"{_DOUYIN}after_sale_type",
        kinds={"0": RETURN, "1": REFUND_ONLY, "2": REFUND_ONLY, "3": EXCHANGE, "6": PROTECTION, "7": RESEND, "8": REPAIR},
        rows="order_info.sku_order_infos", line=("sku_order_id",), quantity="after_sale_item_count", reason=f"{_DOUYIN}reason", asked_at=(f"{_DOUYIN}apply_time",), modified_at=(f"{_DOUYIN}update_time", f"{_DOUYIN}refund_time"),
    ),
)  # fmt: skip
SHOPIFY = (
    RefundKind(
        marks=("refund_line_items",), refund_no="id", order_no="order_id", amount="", unit=Unit.YUAN, state="", states={"": REFUNDED},
        note="note", asked_at=("created_at",), modified_at=("processed_at", "created_at"),
    ),
    RefundKind(
        marks=("total_return_line_items", "order"), refund_no="id", order_no="order.id", amount="", unit=Unit.YUAN, state="status",
        states={"requested": ASKED, "open": AGREED, "declined": REFUSED, "canceled": WITHDRAWN, "closed": RETURNED}, other_kind=RETURN,
    ),
)  # fmt: skip
WOOCOMMERCE = (
    RefundKind(
        marks=("refunded_by", "amount"), refund_no="id", order_no="parent_id", amount="amount", unit=Unit.YUAN, state="",
        states={"": REFUNDED}, reason="reason", asked_at=("date_created_gmt",), modified_at=("date_created_gmt",),
    ),
)  # fmt: skip


def read_refunds(root: object, terms: ShopTerms, kinds: tuple[RefundKind, ...]) -> tuple[list[PlatformRefund], list[Unreadable]]:
    """Every refund in the document, wherever its wrappers put it; those that name no order or have no number are told by name."""
    read: list[PlatformRefund] = []
    unreadable: list[Unreadable] = []
    for node in _objects(root, 0):
        kind = next((kind for kind in kinds if all(mark in node for mark in kind.marks)), None)
        if kind is None:
            continue
        fields = Fields(node, zone=terms.zone, units={_name(place): kind.unit for place in (kind.amount, kind.paid_out)})
        refund = _read(fields, terms, kind)
        if refund is not None:
            read.append(refund)
        else:
            detail = f"refund {_text(fields, kind.refund_no)} of order {_text(fields, kind.order_no)}: its number or its order is not told"
            unreadable.append(Unreadable(code="refund_document", detail=detail[:300], where="payload"))
    return read, unreadable


def _read(fields: Fields, terms: ShopTerms, kind: RefundKind) -> PlatformRefund | None:
    refund_no, order_no = _text(fields, kind.refund_no), _text(fields, kind.order_no)
    if not refund_no or not order_no or max(len(refund_no), len(order_no)) > LONGEST_NUMBER:
        return None
    amount = _money(fields, kind.amount) or _money(fields, kind.paid_out)
    word = _word(fields, kind.state)
    return PlatformRefund(
        shop_id=terms.shop_id,
        platform_order_no=order_no,
        platform_refund_no=refund_no,
        kind=kind.kinds.get(_word(fields, kind.kind), kind.other_kind),
        state=_state(fields, kind, word),
        platform_status=word[:64],
        reason=_text(fields, kind.reason)[:200],
        note=_text(fields, kind.note)[:700],
        amount=None if amount is None else abs(amount),
        currency=terms.currency,
        lines=_lines(fields, kind),
        carrier_code=_text(fields, kind.carrier)[:32] or None,
        tracking_number=_text(fields, kind.tracking)[:64] or None,
        evidence=[],
        asked_at=_at(fields, kind.asked_at) or terms.received_at,
        answer_by=_at(fields, (kind.answer_by,)),
        modified_at=_at(fields, kind.modified_at) or terms.received_at,
    )


def _state(fields: Fields, kind: RefundKind, word: str) -> str:
    if not word and _text(fields, f"{_DOUYIN}refund_status") == "3":
        # Douyin's short form tells only that the money went back.
        return REFUNDED
    state = kind.states.get(word, ASKED)
    # Agreed and with a waybill: the buyer has sent it.
    return RETURNED if state == AGREED and _text(fields, kind.tracking) else state


def _money(fields: Fields, dotted: str) -> Decimal | None:
    """Nothing is asked for with 0: then it is not told."""
    where, name = _down(fields, dotted)
    return (where.money(name) or None) if name else None


def _lines(fields: Fields, kind: RefundKind) -> list[AskedLine]:
    if not kind.rows:
        return _line(fields, kind)
    where, name = _down(fields, kind.rows)
    return [line for row in where.each(name) for line in _line(row, kind)]


def _line(fields: Fields, kind: RefundKind) -> list[AskedLine]:
    number = "-".join(part for part in (_text(fields, place) for place in kind.line) if part)
    if not number:
        return []
    where, name = _down(fields, kind.quantity)
    quantity = where.count(name) if name else None
    return [AskedLine(platform_line_no=number[:64], quantity=quantity if quantity and quantity > 0 else None)]


def _at(fields: Fields, places: tuple[str, ...]) -> datetime | None:
    """The first of these times that was told."""
    told = (where.at(name) for where, name in (_down(fields, place) for place in places) if name)
    return next((moment for moment in told if moment is not None), None)


def _name(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _down(fields: Fields, dotted: str) -> tuple[Fields, str]:
    *above, name = dotted.split(".")
    for step in above:
        fields = fields.inside(step)
    return fields, name


def _text(fields: Fields, dotted: str) -> str:
    where, name = _down(fields, dotted)
    return where.text(name) if name else ""


def _word(fields: Fields, dotted: str) -> str:
    """ "SUCCESS(退款成功)" is SUCCESS; True is "true"."""
    return _text(fields, dotted).split("(")[0].strip()


def _objects(node: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > 8:
        return
    if isinstance(node, dict):
        found = cast(dict[str, object], node)
        yield found
        for value in found.values():
            yield from _objects(value, depth + 1)
    elif isinstance(node, list):
        for value in cast(list[object], node)[:500]:
            yield from _objects(value, depth + 1)
