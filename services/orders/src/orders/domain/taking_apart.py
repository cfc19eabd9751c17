"""What was split or merged is taken apart: the buyers' orders stand for themselves again (docs/adr/0018)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from chassis.refusals import Conflict
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.reasons import BY_HAND, Hold
from orders.domain.regrouping import hand_stock_on
from orders.domain.renewal import end_of_order
from orders.domain.status import AT_WAREHOUSE, OrderStatus
from orders.domain.timeline import Happened


class NotRegrouped(Conflict):
    code = "not_regrouped"
    rule = "ORD-2"
    zh = "订单 {number} 没有拆分或合并过，无需还原。"
    en = "Order {number} was neither split nor merged."


class PartHasLeft(Conflict):
    code = "part_has_left"
    rule = "ORD-2"
    zh = "包裹 {part} 已发货，订单 {number} 不能再还原；未发的部分请单独处理，已发的走售后。"
    en = "Parcel {part} has left, so order {number} cannot be taken apart any more. See to the rest by itself; what has left is for after-sales."


def refuse_if_left(order: Order, parts: Sequence[Order]) -> None:
    """Raises NotRegrouped, PartHasLeft."""
    if not parts:
        raise NotRegrouped(number=order.number)
    for part in parts:
        if part.shipped_at is not None:
            raise PartHasLeft(number=order.number, part=part.number)


def take_apart(
    origins: Sequence[Order], parts: Sequence[Order], *, told_anew: Collection[UUID], cancelled: Collection[UUID], reason: str, now: datetime,
    by: str, effects: Effects,
) -> None:  # fmt: skip
    """No part is at the warehouse any more. Of `told_anew` the shop has a newer version: what people said yes to on the parts is asked again."""
    numbers = [part.number for part in parts]
    by_hand = [hold for hold in BY_HAND.values() if any(hold in part.hold_reasons for part in parts)]
    said_yes = {reason for part in parts for reason in part.released_reasons}
    for part in parts:
        assert part.status not in AT_WAREHOUSE, "the caller has had it stopped"
        part.pending = None
        part.attention_reasons = []
        part.become(OrderStatus.CLOSED, effects)
        part.ended_at = now
        effects.happened(part, Happened.TAKEN_APART, by=by, reason=reason)
    goes_on: list[Order] = []
    for origin in origins:
        origin.become(OrderStatus.PLACED, effects)
        origin.shipment_number = origin.carrier_code = origin.tracking_number = None
        effects.happened(origin, Happened.TAKEN_APART, orders=numbers, by=by, reason=reason)
        _take_holds_back(origin, by_hand=by_hand, said_yes=set() if origin.id in told_anew else said_yes)
        end = OrderStatus.CANCELLED if origin.id in cancelled else end_of_order(origin)
        if end is None:
            goes_on.append(origin)
        else:
            origin.cancel_reason = reason
            origin.end_early(end, reason=reason, now=now, effects=effects)
    hand_stock_on(parts, goes_on, effects)


def _take_holds_back(origin: Order, *, by_hand: Sequence[Hold], said_yes: set[str]) -> None:
    origin.released_reasons = sorted({*origin.released_reasons, *said_yes})
    origin.hold_reasons = [reason for reason in origin.hold_reasons if reason not in said_yes]
    origin.hold_reasons = list(dict.fromkeys([*origin.hold_reasons, *by_hand]))
