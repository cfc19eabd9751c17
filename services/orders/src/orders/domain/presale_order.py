"""One pre-order: how its money and dates stand, and what therefore holds it (rule ORD-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from orders.domain.effects import Effects
from orders.domain.gift_rule import is_gift
from orders.domain.order import Order
from orders.domain.presale import FAR_AWAY, MAY_PAY, OVER, DepositKind, OnOverdue, Presale, PresaleOrder, PresaleState, Stage
from orders.domain.reasons import PRESALE_HOLDS, Hold
from orders.domain.shares import share
from orders.domain.status import AT_WAREHOUSE, ENDED_EARLY, OPEN, REGROUPED, DraftState, OrderStatus, Refund
from orders.domain.timeline import Happened


@dataclass(frozen=True, kw_only=True)
class OfLine:
    line_no: int
    presale: Presale
    quantity: int


def presale_lines(order: Order, presales: Sequence[Presale]) -> list[OfLine]:
    """Which of its lines are on pre-sale: by shop, SKU and when the buyer placed it."""
    found: list[OfLine] = []
    for line in order.lines:
        if not line.to_send or is_gift(line):
            continue
        for one in presales:
            if (one.shop_id, one.sku) == (order.shop_id, line.sku) and one.starts_at <= order.placed_at < one.ends_at:
                found.append(OfLine(line_no=line.line_no, presale=one, quantity=line.quantity))
                break
    return found


def total_due(order: Order) -> Decimal:
    return max(order.goods_amount - order.discount_amount + order.freight_amount, order.paid_amount)


def set_terms(row: PresaleOrder, order: Order, lines: Sequence[OfLine]) -> None:
    """Deposit, balance and dates as the pre-sales say now. The balance is the rest of all that is due, so both add up to it exactly."""
    prices = {line.line_no: line.unit_price for line in order.lines}
    two_steps = [one for one in lines if one.presale.deposit_kind != DepositKind.NONE]
    due = total_due(order)
    deposit = sum((one.presale.deposit_of(price=prices[one.line_no], quantity=one.quantity) for one in two_steps), Decimal(0))
    row.deposit = min(deposit, due) if two_steps else due
    row.balance = due - row.deposit
    row.balance_from = max((one.presale.balance_from for one in two_steps if one.presale.balance_from), default=None)
    row.balance_until = min((one.presale.balance_until for one in two_steps if one.presale.balance_until), default=FAR_AWAY)
    row.not_before = max((one.presale.ships_from for one in lines if one.presale.ships_from), default=None)
    until = [one.presale.ships_until for one in lines]
    row.ships_until = None if None in until else max(one for one in until if one is not None)
    row.on_overdue = OnOverdue.REFUND if any(one.presale.on_overdue == OnOverdue.REFUND for one in lines) else OnOverdue.FORFEIT


def state_now(row: PresaleOrder, order: Order, *, told: str | None, now: datetime) -> PresaleState:
    """What was told goes before what the amounts say; a balance that was noted here stays paid."""
    if order.status in ENDED_EARLY:
        return PresaleState.ENDED
    if order.status not in OPEN | REGROUPED:
        return PresaleState.SENT
    if row.noted_at is not None or _is_paid(order, told, Stage.BALANCE_PAID, amount=row.deposit + row.balance):
        return PresaleState.BALANCE_PAID
    if not _is_paid(order, told, Stage.DEPOSIT_PAID, amount=row.deposit):
        return PresaleState.AWAITING_DEPOSIT
    return _window(row, now)


def _is_paid(order: Order, told: str | None, stage: Stage, *, amount: Decimal) -> bool:
    if told is not None:
        return told == stage
    unpaid = order.paid_at is None or (stage == Stage.BALANCE_PAID and order.state == DraftState.AWAITING_PAYMENT)
    return not unpaid and order.paid_amount >= amount


def _window(row: PresaleOrder, now: datetime) -> PresaleState:
    if row.balance_from is not None and now < row.balance_from:
        return PresaleState.DEPOSIT_PAID
    return PresaleState.BALANCE_DUE if now < row.balance_until else PresaleState.OVERDUE


def next_moment(row: PresaleOrder, *, now: datetime) -> datetime | None:
    """When it changes by itself."""
    if row.state in OVER:
        return None
    moments = [row.not_before] if row.state == PresaleState.BALANCE_PAID else [row.balance_from, row.balance_until]
    return min((moment for moment in moments if moment is not None and now < moment < FAR_AWAY), default=None)


def holds_now(row: PresaleOrder, *, now: datetime) -> list[str]:
    if row.state in OVER:
        return []
    if row.state != PresaleState.BALANCE_PAID:
        return [Hold.AWAITING_BALANCE]
    return [Hold.NOT_BEFORE_DATE] if row.not_before is not None and now < row.not_before else []


def hold_for_presale(order: Order, wanted: Sequence[str], *, row: PresaleOrder | None, effects: Effects) -> None:
    """Its holds of pre-sales are these now, and it goes on when nothing else stands against it. `row` None: a part, or no pre-order."""
    order.released_reasons = sorted({*order.released_reasons, Hold.PRESALE})
    before = [reason for reason in order.hold_reasons if reason in PRESALE_HOLDS]
    if sorted(before) == sorted(wanted):
        return
    order.hold_reasons = [*(reason for reason in order.hold_reasons if reason not in PRESALE_HOLDS), *wanted]
    if row is None:
        effects.happened(order, Happened.PRESALE_JUDGED, reasons=list(wanted))
    else:
        deposit, balance = f"{row.deposit:.2f}", f"{row.balance:.2f}"
        effects.happened(order, Happened.PRESALE_JUDGED, reasons=list(wanted), presale=str(row.state), deposit=deposit, balance=balance)
    if order.status in AT_WAREHOUSE:
        order.stop_for_holds(effects)
    elif order.status in (OrderStatus.PLACED, OrderStatus.REVIEWED) and not order.wants_stock:
        order.give_back_stock(effects)
    order.go_on(effects)


def may_note_balance(row: PresaleOrder) -> bool:
    return row.state in MAY_PAY and row.balance > 0


def pay_balance(order: Order, amount: Decimal) -> None:
    """What was paid is more by `amount`, shared over the lines by their prices; what was given back keeps its share."""
    order.paid_amount += amount
    open_lines = [line for line in order.lines if line.refund != Refund.DONE and not is_gift(line)]
    kept = sum((line.paid_amount or Decimal(0) for line in order.lines if line not in open_lines), Decimal(0))
    left = max(order.paid_amount - order.freight_amount - kept, Decimal(0))
    for line, part in zip(open_lines, share(left, [line.unit_price * line.quantity for line in open_lines]), strict=True):
        line.paid_amount = part
