"""What follows from what was decided about some orders. Methods of Order note it here; store/effects.py writes and sends it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from orders.domain.order_facts import OrderFacts
from orders.domain.timeline import Happened


@dataclass(frozen=True, kw_only=True)
class Entry:
    order: OrderFacts
    what: Happened
    facts: dict[str, Any]
    at: datetime | None


@dataclass(kw_only=True)
class Effects:
    entries: list[Entry] = field(default_factory=list[Entry])
    reserve: list[OrderFacts] = field(default_factory=list[OrderFacts])
    release: list[str] = field(default_factory=list[str])
    ship: list[OrderFacts] = field(default_factory=list[OrderFacts])
    withdraw: list[str] = field(default_factory=list[str])
    withdraw_keeping: list[str] = field(default_factory=list[str])
    """Stopped, but what is reserved stays so."""
    takes_over: dict[UUID, list[str]] = field(default_factory=dict[UUID, list[str]])
    """Of orders in `reserve`: the references they are in place of."""
    look_again: list[OrderFacts] = field(default_factory=list[OrderFacts])
    """Regrouped orders of buyers of which the shop told something new: what is sent for them has to follow."""
    moved: list[OrderFacts] = field(default_factory=list[OrderFacts])
    """Their shop told another receiver, or told it in full."""
    refund_told: list[OrderFacts] = field(default_factory=list[OrderFacts])
    """Their shop told another state of refund: an invoice may have to follow."""
    advanced: dict[str, OrderFacts] = field(default_factory=dict[str, OrderFacts])
    touched: dict[str, OrderFacts] = field(default_factory=dict[str, OrderFacts])

    def happened(self, order: OrderFacts, what: Happened, *, at: datetime | None = None, **facts: object) -> None:
        """`at` None means now."""
        self.entries.append(Entry(order=order, what=what, facts=facts, at=at))
        self.touched[order.number] = order
