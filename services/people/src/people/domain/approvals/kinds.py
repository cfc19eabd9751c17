"""Where the areas inside people hang in: what they do when a request of theirs was decided, and who is absent on a day.

Approvals knows no kind's content and imports none of them; main.py puts in what they have (services/people/README.md).
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from people.domain.approvals.approval import State


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`takes_effect_at` only of an approved one. What was decided has this digest, and nothing else was."""

    approval_id: UUID
    kind: str
    reference: str
    outcome: State
    content_digest: str
    decided_at: datetime
    takes_effect_at: datetime | None
    decided_by: list[UUID]
    comment: str


Handler = Callable[[Any, Decision], Awaitable[None]]
"""Takes the unit of work of the decision. What it refuses is refused to the decider, and nothing was decided."""
Absent = Callable[[Any, Collection[UUID], date], Awaitable[set[UUID]]]
"""Takes a session, employees and a day of the company; gives those of them who are away the whole day."""


async def _nobody_is_absent(_: Any, __: Collection[UUID], ___: date) -> set[UUID]:
    return set()


@dataclass
class Kinds:
    handlers: dict[str, Handler] = field(default_factory=dict[str, Handler])
    absent: Absent = _nobody_is_absent

    def on_decision(self, kind: str, handler: Handler) -> None:
        self.handlers[kind] = handler

    def ask_absence(self, absent: Absent) -> None:
        self.absent = absent


kinds = Kinds()
