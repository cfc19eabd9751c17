"""Which orders a list shows, as SQL. Each way of asking has an index that answers it in the order of the list, however many orders there are.

| asked for | answered by |
|---|---|
| nothing, or a time | `placed_at` |
| a work queue (held, attention, short, stuck) | its partial index; what is held in some shops, one by shop |
| what is due, or the order of deadlines | the partial index of `ship_by` |
| shops or statuses | one probe of (shop, status, time) for each pair, the newest of all probes merged |
| a source other than `api` | one probe of its partial index for each shop; `api` is what most orders are, so reading along the time finds them |
| a reservation other than short | the probes of open orders: what is over is not waited for |
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from orders.domain.order_facts import IN_DOUBT, IS_OPEN
from orders.domain.reasons import STAGES_OF_HOLDS, Stage
from orders.domain.status import OPEN, OrderStatus

MOST_PROBES = 240
STATUSES = [status.value for status in OrderStatus]
OPEN_STATUSES = [status.value for status in OrderStatus if status in OPEN]
USUAL_SOURCE = "api"
RARE_SOURCE = "o.source = :source AND o.source <> 'api'"
"""In words, so that PostgreSQL sees that the partial index holds what is asked for."""
HELD = f"o.hold_reasons <> '{{}}' AND o.{IS_OPEN}"
NOT_HELD = "NOT (" + HELD + ")"
ATTENTION = "o." + IN_DOUBT.replace("status", "o.status")
SHORT = "o.reservation = 'short'"
STUCK = "o.stuck_since IS NOT NULL"
TO_SHIP_IN_TIME = f"o.ship_by IS NOT NULL AND o.{IS_OPEN}"
WAITS_FOR_STAGE = """
    o.hold_reasons && (CAST(:stage_holds AS text[]) || ARRAY(SELECT code FROM review_rule WHERE stage = :stage))
    AND NOT o.hold_reasons && CAST(:not_ours AS text[])
"""
HOLDS_OF_STAGES = {stage: [code for code, of in STAGES_OF_HOLDS.items() if of == stage] for stage in Stage}
NOT_OURS = [*HOLDS_OF_STAGES[Stage.PLATFORM], *HOLDS_OF_STAGES[Stage.FAKE_ORDERS]]


class OrderSort(StrEnum):
    NEWEST = "placed_at_desc"
    OLDEST = "placed_at_asc"
    MOST_URGENT = "ship_by_asc"
    """Open orders that have a deadline."""


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
    stage: Stage | None = None
    attention_reason: str | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    q: str | None = None
    sort: OrderSort = OrderSort.NEWEST

    @property
    def statuses_to_probe(self) -> list[str]:
        """The statuses asked for; all open ones where a reservation is asked for that only open orders wait for."""
        if not self.statuses and self.reservation not in (None, "short"):
            return OPEN_STATUSES
        return self.statuses

    @property
    def is_queue(self) -> bool:
        """A partial index holds exactly these, or not many more."""
        return bool(
            self.held
            or self.attention
            or self.stuck
            or self.hold_reason
            or self.stage
            or self.attention_reason
            or self.reservation == "short"
            or self.is_by_deadline
        )

    @property
    def is_by_deadline(self) -> bool:
        return self.sort == OrderSort.MOST_URGENT

    @property
    def is_of_a_rare_source(self) -> bool:
        return self.source is not None and self.source != USUAL_SOURCE


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


def conditions_of(wanted: OrderFilter) -> Conditions:
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
    if wanted.stage is not None:
        conditions.add(f"{HELD} AND {WAITS_FOR_STAGE}", stage=wanted.stage, stage_holds=HOLDS_OF_STAGES[wanted.stage], not_ours=NOT_OURS)
    if wanted.attention_reason is not None:
        conditions.add(f"{ATTENTION} AND :attention_reason = ANY (o.attention_reasons)", attention_reason=wanted.attention_reason)
    if wanted.reservation == "short":
        conditions.add(SHORT)
    elif wanted.reservation is not None:
        conditions.add("o.reservation = :reservation", reservation=wanted.reservation)
    if wanted.source is not None:
        conditions.add(RARE_SOURCE if wanted.is_of_a_rare_source else "o.source = :source", source=wanted.source)
    _limit_times(conditions, wanted)
    return conditions


def _limit_times(conditions: Conditions, wanted: OrderFilter) -> None:
    if wanted.placed_from is not None:
        conditions.add("o.placed_at >= :placed_from", placed_from=wanted.placed_from)
    if wanted.placed_to is not None:
        conditions.add("o.placed_at < :placed_to", placed_to=wanted.placed_to)
    if wanted.is_by_deadline:
        conditions.add(TO_SHIP_IN_TIME)
    if wanted.due_from is not None:
        conditions.add("o.ship_by >= :due_from", due_from=wanted.due_from)
    if wanted.due_before is not None:
        conditions.add("o.ship_by < :due_before", due_before=wanted.due_before)
