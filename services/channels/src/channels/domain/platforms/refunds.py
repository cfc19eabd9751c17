"""Refund documents: the same refund arrives in yuan from one call and in fen from another, so each kind names its unit.

They are no orders: an adapter that meets one refuses it by name and says what it told, so that a person can act on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from channels.domain.draft import REFUND_ASKED, REFUND_DONE, REFUND_NONE, ShopTerms
from channels.domain.fields import Fields
from channels.domain.values import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTold:
    refund_no: str
    order_no: str
    line_no: str
    amount: Decimal | None
    state: str
    happened_at: datetime | None

    def sentence(self) -> str:
        sum_told = "amount not told" if self.amount is None else f"{self.amount}"
        return f"refund {self.refund_no} of order {self.order_no}: {sum_told}, {self.state}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One refund document: how it is recognised (`marks`, all of them) and where it keeps what; `order_no` may be "a.b"."""

    marks: tuple[str, ...]
    refund_no: str
    order_no: str
    line_no: str
    amount: str
    unit: Unit
    state: str
    states: dict[str, str]
    at: tuple[str, ...]


TAOBAO = (
    Kind(
        marks=("refund_id", "refund_fee"), refund_no="refund_id", order_no="tid", line_no="oid", amount="refund_fee",
        unit=Unit.YUAN, state="status", at=("modified", "created"),
        states={"SUCCESS": REFUND_DONE, "CLOSED": REFUND_NONE, "SELLER_REFUSE_BUYER": REFUND_ASKED},
    ),
)  # fmt: skip
JD = (
    Kind(
        marks=("applyRefundSum",), refund_no="id", order_no="orderId", line_no="", amount="applyRefundSum",
        unit=Unit.FEN, state="status", at=("applyTime", "checkTime"), states={"3": REFUND_DONE},
    ),
    Kind(
        marks=("refoundAmount",), refund_no="afsRefundId", order_no="sameOrderServiceBill.orderId", line_no="",
        amount="refoundAmount", unit=Unit.YUAN, state="status", at=("completeTime",), states={"13": REFUND_DONE},
    ),
)  # fmt: skip
_PDD_STATES = {"10": REFUND_DONE, "11": REFUND_NONE}
PINDUODUO = (
    # The detail counts in fen, with times in ms; the list in yuan, with times in seconds. Only the list has `tracking_number`.
    Kind(
        marks=("after_sales_type", "tracking_number"), refund_no="id", order_no="order_sn", line_no="sku_id",
        amount="refund_amount", unit=Unit.YUAN, state="after_sales_status", at=("updated_time",), states=_PDD_STATES,
    ),
    Kind(
        marks=("after_sales_type", "express_no"), refund_no="id", order_no="order_sn", line_no="sku_id",
        amount="refund_amount", unit=Unit.FEN, state="after_sales_status", at=("recreated_at", "confirm_time"),
        states=_PDD_STATES,
    ),
)  # fmt: skip
DOUYIN = (
    Kind(
        marks=("process_info", "order_info"), refund_no="process_info.after_sale_info.after_sale_id",
        order_no="order_info.shop_order_id", line_no="", amount="process_info.after_sale_info.real_refund_amount",
        unit=Unit.FEN, state="process_info.after_sale_info.refund_status",
        at=("process_info.after_sale_info.refund_time",),
        states={"0": REFUND_NONE, "3": REFUND_DONE, "4": REFUND_NONE},
    ),
)  # fmt: skip
SHOPIFY = (
    Kind(
        marks=("refund_line_items",), refund_no="id", order_no="order_id", line_no="", amount="", unit=Unit.YUAN,
        state="", at=("processed_at", "created_at"), states={"": REFUND_DONE},
    ),
)  # fmt: skip
WOOCOMMERCE = (
    Kind(
        marks=("refunded_by", "amount"), refund_no="id", order_no="parent_id", line_no="", amount="amount",
        unit=Unit.YUAN, state="", at=("date_created_gmt",), states={"": REFUND_DONE},
    ),
)  # fmt: skip


def read_refunds(root: object, terms: ShopTerms, kinds: tuple[Kind, ...]) -> list[RefundTold]:
    """Every refund in the document, wherever its wrappers put it."""
    found: list[RefundTold] = []
    for node in _objects(root, 0):
        for kind in kinds:
            if all(mark in node for mark in kind.marks):
                found.append(_read_one(node, terms, kind))
                break
    return found


def only_of(order_no: str, refunds: list[RefundTold]) -> list[RefundTold]:
    """A platform may ignore the filter it was asked with and answer with another order's refund."""
    return [refund for refund in refunds if refund.order_no == order_no]


def _read_one(node: dict[str, object], terms: ShopTerms, kind: Kind) -> RefundTold:
    fields = Fields(node, zone=terms.zone, units={kind.amount.rpartition(".")[2]: kind.unit})
    where, amount_name = _down(fields, kind.amount)
    told_state = _text(fields, kind.state)
    return RefundTold(
        refund_no=_text(fields, kind.refund_no),
        order_no=_text(fields, kind.order_no),
        line_no=_text(fields, kind.line_no),
        amount=where.money(amount_name) if amount_name else None,
        state=kind.states.get(told_state.split("(")[0], REFUND_ASKED),
        happened_at=next((at for at in (_time(fields, name) for name in kind.at) if at), None),
    )


def _down(fields: Fields, dotted: str) -> tuple[Fields, str]:
    *above, name = dotted.split(".")
    for step in above:
        fields = fields.inside(step)
    return fields, name


def _text(fields: Fields, dotted: str) -> str:
    where, name = _down(fields, dotted)
    return where.text(name) if name else ""


def _time(fields: Fields, dotted: str) -> datetime | None:
    where, name = _down(fields, dotted)
    return where.at(name)


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
