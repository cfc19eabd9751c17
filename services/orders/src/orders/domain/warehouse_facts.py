"""What the warehouse tells us about an order. Facts are never refused: it did, whatever we thought the status was (rule ORD-4)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from contracts.orders import ShippedLine
from contracts.warehouse import StockLine
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.reasons import Hold
from orders.domain.redaction import without_numbers
from orders.domain.status import AT_WAREHOUSE, OrderStatus, Pending, Reservation, may_become
from orders.domain.timeline import Happened

STEPS = {"picking": Happened.PICKING, "picked": Happened.PICKED, "packed": Happened.PACKED}
STATUS_OF_STEP = {"picked": OrderStatus.PICKED, "packed": OrderStatus.PACKED}
DELIVERED, RETURNED = "delivered", "returned"
"""Tracking states after which a parcel does not move."""
ENDS = {Pending.CANCELLING: OrderStatus.CANCELLED, Pending.CLOSING: OrderStatus.CLOSED}


def note_step(order: Order, *, state: str, by: str, at: datetime, effects: Effects) -> None:
    """A shipment is being picked, is picked or packed. An older step that comes late changes nothing."""
    what = STEPS.get(state)
    if what is None or order.status not in AT_WAREHOUSE:
        return
    status = STATUS_OF_STEP.get(state)
    if status is not None:
        if not may_become(OrderStatus(order.status), status):
            return
        order.become(status, effects)
    effects.happened(order, what, at=at, by=by)


def note_left(order: Order, *, shipment_number: str, carrier_code: str, tracking_number: str, at: datetime, effects: Effects) -> bool:
    """The parcel left. False when we knew already."""
    if order.shipped_at is not None:
        return False
    # Even of an order that we took for cancelled: then it says so in the timeline, and a person follows it up.
    order.status = OrderStatus.SHIPPED
    order.leave_doubts_behind()
    order.pending = None
    order.shipment_number, order.carrier_code, order.tracking_number = shipment_number, carrier_code, tracking_number
    order.shipped_at, order.ended_at, order.cancel_reason = at, None, None
    effects.happened(order, Happened.SHIPPED, at=at, carrier=carrier_code, tracking_number=tracking_number, shipment=shipment_number)
    if order.tracking_state == DELIVERED:
        # The carrier's news came before the warehouse's.
        order.become(OrderStatus.DELIVERED, effects)
        effects.happened(order, Happened.DELIVERED, at=order.delivered_at)
    return True


def covered_by(order: Order, pieces: Iterable[StockLine]) -> dict[UUID, list[ShippedLine]]:
    """What of the lines that its shop knows a parcel of these pieces holds, by the order they were bought in: it may have changed since it
    was packed. Pieces of one line in two lines of a parcel count together.
    """
    left = {line.sku: line.quantity for line in pieces}
    covered: dict[UUID, dict[str, ShippedLine]] = {}
    for line in order.lines:
        quantity = min(line.quantity, left.get(line.sku or "", 0)) if line.to_send else 0
        if line.sku is None or quantity <= 0:
            continue
        left[line.sku] -= quantity
        if line.added_by_us:
            continue
        of_order = covered.setdefault(line.origin_order_id or order.id, {})
        before = of_order.get(line.platform_line_no)
        told = quantity + (before.quantity if before is not None else 0)
        of_order[line.platform_line_no] = ShippedLine(platform_line_no=line.platform_line_no, sku=line.sku, quantity=told)
    return {order_id: list(lines.values()) for order_id, lines in covered.items()}


def note_stopped(order: Order, *, stock_kept: bool, now: datetime, effects: Effects) -> None:
    """The shipment is stopped and its stock released or kept: now what it was stopped for can be done."""
    if order.status not in AT_WAREHOUSE:
        return
    pending, order.pending = order.pending, None
    if not stock_kept:
        order.reservation = Reservation.RELEASED
        order.warehouse_code, order.short_skus = None, []
    order.shipment_number = order.tracking_state = order.stuck_since = order.delivered_at = None
    effects.happened(order, Happened.STOPPED)
    end = None if pending is None else ENDS.get(Pending(pending))
    order.become(OrderStatus.REVIEWED, effects)
    if pending == Pending.ADJUSTING:
        # Its plan goes on with it (store/plan_steps.py).
        order.pending = pending
        return
    if end is not None:
        order.end_early(end, reason=order.cancel_reason or "", now=now, effects=effects)
        return
    if pending is None:
        # Nobody here asked for it: the warehouse had a reason, and a person has to look before it is sent there again.
        order.hold_reasons = sorted({*order.hold_reasons, Hold.MANUAL})
    if stock_kept:
        # It was stopped to be adjusted, and the shop changed it meanwhile: what was kept may not be what is wanted now.
        order.give_back_stock(effects)
    order.go_on(effects)


def note_stop_refused(order: Order, *, state: str, effects: Effects) -> None:
    """Too late, the parcel has left; the news of that comes by its own message."""
    if order.pending is not None:
        order.pending = None
        effects.happened(order, Happened.STOP_REFUSED, state=state)


def note_parcel_moved(order: Order, *, state: str, text: str, at: datetime, effects: Effects) -> None:
    """A carrier's news. Delivered stays delivered whatever comes late."""
    if order.tracking_state in (DELIVERED, RETURNED):
        return
    text = without_numbers(text)
    order.tracking_state = state
    order.stuck_since = None
    if state == DELIVERED:
        order.delivered_at = at
    if state == DELIVERED and order.status == OrderStatus.SHIPPED:
        order.become(OrderStatus.DELIVERED, effects)
        effects.happened(order, Happened.DELIVERED, at=at, text=text)
    else:
        effects.happened(order, Happened.PARCEL_MOVED, at=at, state=state, text=text)


def note_parcel_stuck(order: Order, *, since: datetime, effects: Effects) -> None:
    """Even before we hear that it left: the two come by different ways."""
    may_be_away = order.status in AT_WAREHOUSE or order.status == OrderStatus.SHIPPED
    if not may_be_away or order.stuck_since is not None or order.tracking_state in (DELIVERED, RETURNED):
        return
    order.stuck_since = since
    effects.happened(order, Happened.PARCEL_STUCK, since=since.isoformat())
