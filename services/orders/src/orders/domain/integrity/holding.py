"""What is suspected is held with all that is sent for it, and let go with it (rule ORD-6; docs/adr/0018)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.reasons import Hold
from orders.domain.status import REGROUPED
from orders.domain.timeline import Happened


def hold_with_parts(order: Order, parts: Sequence[Order], effects: Effects) -> None:
    """`parts` are what is still sent for it when it is split or merged. It keeps the hold itself, for when it is taken apart."""
    order.suspect(effects)
    if order.status in REGROUPED and Hold.SUSPECTED_FAKE not in order.hold_reasons:
        order.hold_reasons = [*order.hold_reasons, Hold.SUSPECTED_FAKE]
        effects.happened(order, Happened.HELD, reasons=[Hold.SUSPECTED_FAKE])
    for part in parts:
        part.suspect(effects)


def let_parts_go(parts: Sequence[Order], origins: Mapping[UUID, Order], *, reason: str, effects: Effects) -> None:
    """Of those in which nothing suspected is left. A merged order with one that is suspected still waits."""
    for part in parts:
        bought_in = [origin for line in part.lines if line.origin_order_id and (origin := origins.get(line.origin_order_id))]
        if Hold.SUSPECTED_FAKE in part.hold_reasons and not any(Hold.SUSPECTED_FAKE in origin.hold_reasons for origin in bought_in):
            part.trust_again(reason=reason, effects=effects)
