"""Which orders a list shows, as SQL. Each way of asking has an index that answers it in the order of the list, however many orders there are.

| asked for | answered by |
|---|---|
| nothing, or a time | `placed_at` |
| a work queue (held, attention, short, stuck) | its partial index |
| shops or statuses | one probe of (shop, status, time) for each pair, the newest of all probes merged |
| a search | see order_search.py |

What has no index of its own (source, reservation) looks at the last RECENT days unless a time is given.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from orders.domain.status import OrderStatus

RECENT = timedelta(days=31)
MOST_PROBES = 240
STATUSES = [status.value for status in OrderStatus]
HELD = "o.hold_reasons <> '{}' AND o.status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[])"
NOT_HELD = "NOT (" + HELD + ")"
ATTENTION = "o.attention_reasons <> '{}'"
SHORT = "o.reservation = 'short'"
STUCK = "o.stuck_since IS NOT NULL"


class OrderSort(StrEnum):
    NEWEST = "placed_at_desc"
    OLDEST = "placed_at_asc"


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """`shops` None means all the asker may see: the scope is in it already. Empty lists mean any."""

    shops: list[str] | None
    statuses: list[str] = field(default_factory=list[str])
    held: bool | None = None
    attention: bool | None = None
    stuck: bool | None = None
    reservation: str | None = None
    source: str | None = None
    hold_reason: str | None = None
    attention_reason: str | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    q: str | None = None
    sort: OrderSort = OrderSort.NEWEST

    @property
    def is_queue(self) -> bool:
        """A partial index holds exactly these, or not many more."""
        return bool(self.held or self.attention or self.stuck or self.hold_reason or self.attention_reason or self.reservation == "short")


@dataclass(kw_only=True)
class Conditions:
    words: list[str] = field(default_factory=list[str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])

    def add(self, words: str, **values: Any) -> None:
        self.words.append(words)
        self.values.update(values)

    @property
    def sql(self) -> str:
        return " AND ".join(self.words) or "true"


def conditions_of(wanted: OrderFilter, *, now: datetime) -> Conditions:
    """All but shops, statuses and the search, which choose the way the list is read."""
    conditions = Conditions()
    for asked, words, opposite in (
        (wanted.held, HELD, NOT_HELD),
        (wanted.attention, ATTENTION, f"NOT ({ATTENTION})"),
        (wanted.stuck, STUCK, f"NOT ({STUCK})"),
    ):
        if asked is not None:
            conditions.add(words if asked else opposite)
    if wanted.hold_reason is not None:
        conditions.add(f"{HELD} AND :hold_reason = ANY (o.hold_reasons)", hold_reason=wanted.hold_reason)
    if wanted.attention_reason is not None:
        conditions.add(f"{ATTENTION} AND :attention_reason = ANY (o.attention_reasons)", attention_reason=wanted.attention_reason)
    if wanted.reservation == "short":
        conditions.add(SHORT)
    elif wanted.reservation is not None:
        conditions.add("o.reservation = :reservation", reservation=wanted.reservation)
    if wanted.source is not None:
        conditions.add("o.source = :source", source=wanted.source)
    _add_time(conditions, wanted, now=now)
    return conditions


def _add_time(conditions: Conditions, wanted: OrderFilter, *, now: datetime) -> None:
    unindexed = wanted.source is not None or (wanted.reservation not in (None, "short"))
    start = wanted.placed_from
    if start is None and unindexed and wanted.q is None:
        start = now - RECENT
    if start is not None:
        conditions.add("o.placed_at >= :placed_from", placed_from=start)
    if wanted.placed_to is not None:
        conditions.add("o.placed_at < :placed_to", placed_to=wanted.placed_to)
