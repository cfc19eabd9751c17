"""Refund documents: the same refund arrives in yuan from one call and in fen from another, so each kind names its unit.

They are no orders: an adapter that meets one refuses it by name and says what it told, so that a person can act on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from channels.domain.draft import REFUND_ASKED, REFUND_DONE, REFUND_NONE, ShopTerms
from channels.domain.fields import Fields
from channels.domain.values import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundKind:
    """One refund document: how it is recognised (`marks`, all of them) and where it keeps what; a place may be "a.b"."""

    marks: tuple[str, ...]
    refund_no: str
    order_no: str
    amount: str
    unit: Unit
    state: str
    states: dict[str, str]


TAOBAO = (
    RefundKind(
        marks=("refund_id", "refund_fee"), refund_no="refund_id", order_no="tid", amount="refund_fee", unit=Unit.YUAN,
        state="status", states={"SUCCESS": REFUND_DONE, "CLOSED": REFUND_NONE, "SELLER_REFUSE_BUYER": REFUND_ASKED},
    ),
)  # fmt: skip
JD = (
    RefundKind(
        marks=("applyRefundSum",), refund_no="id", order_no="orderId", amount="applyRefundSum", unit=Unit.FEN,
        state="status", states={"3": REFUND_DONE},
    ),
    RefundKind(
        marks=("refoundAmount",), refund_no="afsRefundId", order_no="sameOrderServiceBill.orderId", amount="refoundAmount", unit=Unit.YUAN,
        state="status", states={"13": REFUND_DONE},
    ),
)  # fmt: skip
_PDD_STATES = {"10": REFUND_DONE, "11": REFUND_NONE}
PINDUODUO = (
    # The detail counts in fen, the list in yuan. Only the list has `tracking_number`.
    RefundKind(
        marks=("after_sales_type", "tracking_number"), refund_no="id", order_no="order_sn", amount="refund_amount", unit=Unit.YUAN,
        state="after_sales_status", states=_PDD_STATES,
    ),
    RefundKind(
        marks=("after_sales_type", "express_no"), refund_no="id", order_no="order_sn", amount="refund_amount", unit=Unit.FEN,
        state="after_sales_status", states=_PDD_STATES,
    ),
)  # fmt: skip
DOUYIN = (
    RefundKind(
        marks=("process_info", "order_info"), refund_no="process_info.after_sale_info.after_sale_id",
        order_no="order_info.shop_order_id", amount="process_info.after_sale_info.real_refund_amount", unit=Unit.FEN,
        state="process_info.after_sale_info.refund_status", states={"0": REFUND_NONE, "3": REFUND_DONE, "4": REFUND_NONE},
    ),
)  # fmt: skip
SHOPIFY = (
    RefundKind(
        marks=("refund_line_items",), refund_no="id", order_no="order_id", amount="", unit=Unit.YUAN,
        state="", states={"": REFUND_DONE},
    ),
)  # fmt: skip
WOOCOMMERCE = (
    RefundKind(
        marks=("refunded_by", "amount"), refund_no="id", order_no="parent_id", amount="amount", unit=Unit.YUAN,
        state="", states={"": REFUND_DONE},
    ),
)  # fmt: skip


def told_refunds(root: object, terms: ShopTerms, kinds: tuple[RefundKind, ...]) -> list[str]:
    """A sentence for every refund in the document, wherever its wrappers put it."""
    found: list[str] = []
    for node in _objects(root, 0):
        for kind in kinds:
            if all(mark in node for mark in kind.marks):
                found.append(_sentence(node, terms, kind))
                break
    return found


def _sentence(node: dict[str, object], terms: ShopTerms, kind: RefundKind) -> str:
    fields = Fields(node, zone=terms.zone, units={kind.amount.rpartition(".")[2]: kind.unit})
    where, amount_name = _down(fields, kind.amount)
    amount = where.money(amount_name) if amount_name else None
    sum_told = "amount not told" if amount is None else f"{amount}"
    state = kind.states.get(_text(fields, kind.state).split("(")[0], REFUND_ASKED)
    return f"refund {_text(fields, kind.refund_no)} of order {_text(fields, kind.order_no)}: {sum_told}, {state}"


def _down(fields: Fields, dotted: str) -> tuple[Fields, str]:
    *above, name = dotted.split(".")
    for step in above:
        fields = fields.inside(step)
    return fields, name


def _text(fields: Fields, dotted: str) -> str:
    where, name = _down(fields, dotted)
    return where.text(name) if name else ""


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
