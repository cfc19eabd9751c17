"""What follows from what was decided about some orders. Methods of Order note it here; store/effects.py writes and sends it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from orders.domain.timeline import Happened

if TYPE_CHECKING:
    from orders.domain.order import Order


@dataclass(frozen=True, kw_only=True)
class Entry:
    order: "Order"
    what: Happened
    facts: dict[str, Any]
    at: datetime | None


@dataclass(kw_only=True)
class Effects:
    entries: list[Entry] = field(default_factory=list[Entry])
    reserve: list["Order"] = field(default_factory=list["Order"])
    release: list[str] = field(default_factory=list[str])
    ship: list["Order"] = field(default_factory=list["Order"])
    withdraw: list[str] = field(default_factory=list[str])
    advanced: dict[str, "Order"] = field(default_factory=dict[str, "Order"])
    touched: dict[str, "Order"] = field(default_factory=dict[str, "Order"])

    def happened(self, order: "Order", what: Happened, *, at: datetime | None = None, **facts: object) -> None:
        """`at` None means now."""
        self.entries.append(Entry(order=order, what=what, facts=facts, at=at))
        self.touched[order.number] = order
