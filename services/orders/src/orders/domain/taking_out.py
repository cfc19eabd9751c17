"""Pieces that the buyer no longer wants leave an order that has not left, at what was paid for them; the rest goes on (rules ORD-2, CARE-1)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from chassis.refusals import Conflict
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.regrouping import paid_of_lines
from orders.domain.status import Refund
from orders.domain.timeline import Happened


class Going(TypedDict):
    """Pieces of one line, and what of its money is given back for them."""

    line_no: int
    quantity: int
    amount: str


class PiecesGone(Conflict):
    code = "pieces_gone"
    rule = "CARE-1"
    zh = "订单 {number} 第 {line_no} 行已没有这么多件待发，请按最新内容重新处理。"
    en = "Line {line_no} of order {number} no longer has so many pieces to send; please decide again by what it is now."


class TakeApartFirst(Conflict):
    code = "take_apart_first"
    rule = "CARE-1"
    zh = "订单 {number} 已拆分或合并发货；只退一部分请先还原订单，再同意。"
    en = "Order {number} is split or merged; to refund a part of it, take it apart first and agree again."


def nothing_bought_is_left(order: Order, going: Sequence[Going]) -> bool:
    """All that somebody paid for goes: what was given along with it has no reason to be sent."""
    counts = {one["line_no"]: one["quantity"] for one in going}
    return not any(line.quantity > counts.get(line.line_no, 0) for line in order.lines if line.to_send and not line.goes_along)


def refuse_pieces(order: Order, going: Sequence[Going]) -> None:
    """Raises PiecesGone."""
    there = {line.line_no: line.quantity for line in order.lines if line.to_send}
    for one in going:
        if one["quantity"] > there.get(one["line_no"], 0):
            raise PiecesGone(number=order.number, line_no=one["line_no"])


def take_out(order: Order, going: Sequence[Going], *, reason: str, by: str, effects: Effects) -> None:
    """What was paid for each line is settled first, so that nothing is shared anew over what is left. It goes on by go_on_changed. Raises PiecesGone."""
    refuse_pieces(order, going)
    before = _to_send(order)
    for line, paid in zip(order.lines, paid_of_lines(order), strict=True):
        line.paid_amount = paid
    lines = {line.line_no: line for line in order.lines}
    for one in going:
        line, amount = lines[one["line_no"]], Decimal(one["amount"])
        if one["quantity"] == line.quantity:
            # As its shop tells it of a line that was given back.
            line.refund, line.paid_amount = Refund.DONE, amount
        else:
            line.quantity -= one["quantity"]
            line.paid_amount = max((line.paid_amount or Decimal(0)) - amount, Decimal(0))
    order.piece_count = sum(line.quantity for line in order.lines)
    effects.happened(order, Happened.ITEMS_CHANGED, by=by, reason=reason, before=before, after=_to_send(order))


def _to_send(order: Order) -> list[str]:
    return [f"{line.sku or line.merchant_code} × {line.quantity}" for line in order.lines if line.to_send]
