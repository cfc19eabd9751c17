"""A newer version of an order that we have changed ourselves: what we changed stays, and where the shop changed the same, a person looks."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from orders.domain.draft import Draft, DraftLine
from orders.domain.line import OrderLine
from orders.domain.order import Order
from orders.domain.plan import OwnChange
from orders.domain.receiver import Receiver, fuller
from orders.domain.status import Refund

Open = Callable[[str], Receiver]
Seal = Callable[[object], str]


def keep_ours(change: OwnChange, *, order: Order, draft: Draft, ours: Receiver, open_sealed: Open, seal: Seal) -> bool:
    """Puts into `draft` what we changed. True: the shop has changed the same since it last told us."""
    contradictions = [
        change.told_receiver_sealed is not None and _receiver(change, change.told_receiver_sealed, draft, ours, open_sealed, seal),
        change.told_lines is not None and _lines(change, draft, order),
        change.told_paid is not None and _paid(change, draft, order),
    ]
    return any(contradictions)


def _receiver(change: OwnChange, told_sealed: str, draft: Draft, ours: Receiver, open_sealed: Open, seal: Seal) -> bool:
    told = open_sealed(told_sealed)
    now = fuller(old=told, new=draft.receiver)
    draft.receiver, draft.receiver_sealed = ours, None
    if _same(told, now):
        return False
    change.told_receiver_sealed = seal(now)
    return True


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return {name: value for name, value in one.items() if value} == {name: value for name, value in other.items() if value}


def _lines(change: OwnChange, draft: Draft, order: Order) -> bool:
    now: list[Any] = [[line.platform_line_no, line.merchant_code, line.quantity, line.refund] for line in draft.lines]
    # The shop knows nothing of gifts: what it tells is held against the rest.
    draft.lines = [_draft_line(line) for line in order.lines if line.gift_rule_id is None]
    draft.goods_amount, draft.discount_amount = f"{order.goods_amount:.2f}", f"{order.discount_amount:.2f}"
    before, change.told_lines = change.told_lines or [], now
    return _apart_from_refunds_here(before, before, order) != _apart_from_refunds_here(now, before, order)


def _apart_from_refunds_here(lines: list[Any], before: list[Any], order: Order) -> list[Any]:
    """That the shop now tells of a refund which we decided here, and told it, is no contradiction.

    A line that we gave back whole says what it likes of that; of one that we took pieces out of, only that somebody asks.
    """
    ours = {line.platform_line_no: line for line in order.lines}
    given_back = {number for number, _, _, refund in before if refund != Refund.DONE and number in ours and not ours[number].to_send}
    fewer = {number for number, _, quantity, _ in before if number in ours and ours[number].quantity < quantity}
    told: list[Any] = []
    for number, code, quantity, refund in lines:
        told_here = number in given_back or (number in fewer and refund == Refund.ASKED)
        told.append([number, code, quantity, Refund.NONE if told_here else refund])
    return told


def _draft_line(line: OrderLine) -> DraftLine:
    return DraftLine(
        platform_line_no=line.platform_line_no,
        merchant_code=line.merchant_code,
        platform_sku=line.platform_sku,
        title=line.title,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=f"{line.unit_price:.2f}",
        paid_amount=None if line.paid_amount is None else f"{line.paid_amount:.2f}",
        refund=line.refund,
    )


def _paid(change: OwnChange, draft: Draft, order: Order) -> bool:
    now = Decimal(draft.paid_amount)
    before = Decimal(change.told_paid or 0)
    draft.paid_amount, draft.discount_amount = f"{order.paid_amount:.2f}", f"{order.discount_amount:.2f}"
    change.told_paid = f"{now:.2f}"
    # The shop now asks what we ask: that is no contradiction.
    return now not in (before, order.paid_amount)
