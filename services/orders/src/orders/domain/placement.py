"""What became of an order that somebody handed in."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.actor import Actor
from chassis.refusals import Refusal
from orders.domain.draft import Draft


class Outcome(StrEnum):
    MADE = "made"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A draft as it was handed in: by whom, by which way, in which request."""

    draft: Draft
    actor: Actor
    source: str
    request_id: str


@dataclass(slots=True, kw_only=True)
class Placement:
    """`refusal` is there when, and only when, the outcome is refused; then there is no order."""

    outcome: Outcome
    order_id: UUID | None
    number: str
    status: str
    hold_reasons: list[str]
    attention_reasons: list[str]
    refusal: Refusal | None = None
