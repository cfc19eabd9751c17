"""Where an order stands, and which way it may go (rule ORD-2)."""

from enum import StrEnum

from chassis.refusals import Conflict


class OrderStatus(StrEnum):
    PLACED = "placed"
    REVIEWED = "reviewed"
    ALLOCATED = "allocated"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    SPLIT = "split"
    MERGED = "merged"


class OrderKind(StrEnum):
    """What an order is (docs/adr/0018). Only `order` is a sale; the others send what was bought in one."""

    ORDER = "order"
    PART = "part"
    MERGED = "merged"
    REPLACEMENT = "replacement"


REGROUPS = frozenset({OrderKind.PART, OrderKind.MERGED})
"""Made by us to send what was bought in other orders; taken apart again they are closed."""


class Reservation(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    RESERVED = "reserved"
    SHORT = "short"
    RELEASED = "released"


class Pending(StrEnum):
    """What we wait for: the warehouse was asked to stop the shipment, and until it answers nothing else is decided."""

    CANCELLING = "cancelling"
    CLOSING = "closing"
    HOLDING = "holding"
    CHANGING = "changing"
    ADJUSTING = "adjusting"
    """To be split, merged, taken apart or rewritten: a plan says how (domain/plan.py)."""


class DraftState(StrEnum):
    """What the shop says; anything else it says is `unknown`: held, never shipped."""

    AWAITING_PAYMENT = "awaiting_payment"
    READY = "ready"
    DO_NOT_SHIP = "do_not_ship"
    SHIPPED = "shipped"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


SENT_BY_THE_SHOP = frozenset({DraftState.SHIPPED, DraftState.FINISHED})
"""Handled outside: we have nothing to send."""


class Refund(StrEnum):
    NONE = "none"
    ASKED = "asked"
    DONE = "done"


S = OrderStatus
GONE_ELSEWHERE = {S.SHIPPED, S.COMPLETED}
ENDED_EARLY = {S.CANCELLED, S.CLOSED}
REGROUPED = {S.SPLIT, S.MERGED}

TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    S.PLACED: frozenset({S.REVIEWED} | GONE_ELSEWHERE | ENDED_EARLY | REGROUPED),
    # Back to placed: a newer version of the order may need a person after all.
    S.REVIEWED: frozenset({S.PLACED, S.ALLOCATED} | GONE_ELSEWHERE | ENDED_EARLY | REGROUPED),
    # Back to reviewed or placed: the warehouse has stopped the shipment for us. Steps may be skipped: messages may come late.
    S.ALLOCATED: frozenset({S.PLACED, S.REVIEWED, S.PICKED, S.PACKED} | GONE_ELSEWHERE | ENDED_EARLY),
    S.PICKED: frozenset({S.PLACED, S.REVIEWED, S.PACKED} | GONE_ELSEWHERE | ENDED_EARLY),
    S.PACKED: frozenset({S.PLACED, S.REVIEWED} | GONE_ELSEWHERE | ENDED_EARLY),
    S.SHIPPED: frozenset({S.DELIVERED, S.COMPLETED}),
    S.DELIVERED: frozenset({S.COMPLETED}),
    S.COMPLETED: frozenset(),
    S.CANCELLED: frozenset(),
    S.CLOSED: frozenset(),
    # What the buyer bought follows what is sent for it; taken apart, it stands for itself again.
    S.SPLIT: frozenset({S.PLACED, S.SHIPPED, S.COMPLETED}),
    S.MERGED: frozenset({S.PLACED, S.SHIPPED, S.COMPLETED}),
}

BEFORE_ALLOCATION = frozenset({S.PLACED, S.REVIEWED})
AT_WAREHOUSE = frozenset({S.ALLOCATED, S.PICKED, S.PACKED})
OPEN = BEFORE_ALLOCATION | AT_WAREHOUSE
"""Not shipped and not ended: what a person may still hold, change or cancel."""


class StepNotAllowed(Conflict):
    code = "order_step_not_allowed"
    rule = "ORD-2"
    zh = "订单 {number} 当前为“{status}”，不能变为“{to}”。"
    en = "Order {number} is {status}; it cannot become {to}."


def may_become(status: OrderStatus, to: OrderStatus) -> bool:
    return to in TRANSITIONS[status]
