"""Seats: a step has as many as must agree, and each is taken by one of its candidates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from people.domain.model import Model


class SeatState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    CLOSED = "closed"


class Why(StrEnum):
    """How somebody came to be a candidate. `stand_in`: who was meant left, or is absent. `top`: nobody else was found."""

    SUPERIOR = "superior"
    UNIT_HEAD = "unit_head"
    ROLE = "role"
    FINANCE = "finance"
    POSITION = "position"
    STAND_IN = "stand_in"
    ESCALATION = "escalation"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class Decider:
    account_id: UUID
    employee_id: UUID | None
    why: Why


class ApprovalSeat(Model):
    """`decided_for` is whose seat it was when a delegate decided."""

    __tablename__ = "approval_seat"
    __table_args__ = (
        Index("ix_approval_seat_waiting", "approval_id", postgresql_where=column("state") == "waiting"),
        Index("ix_approval_seat_decided_by", "decided_by", "approval_id", postgresql_where=column("decided_by").is_not(None)),
        Index("ix_approval_seat_decided_at", "decided_at", postgresql_where=column("decided_at").is_not(None)),
    )

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_for: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    comment: Mapped[str] = mapped_column(Text)

    def decide(self, state: SeatState, *, by: UUID, for_whom: UUID, comment: str, now: datetime) -> None:
        self.state, self.comment, self.decided_at = state, comment, now
        self.decided_by, self.decided_for = by, for_whom if for_whom != by else None


class ApprovalCandidate(Model):
    """Who may take a seat; `open` while the seat waits, which is what the inbox looks for."""

    __tablename__ = "approval_candidate"
    __table_args__ = (
        ForeignKeyConstraint(
            ["approval_id", "step", "seat"],
            ["approval_seat.approval_id", "approval_seat.step", "approval_seat.seat"],
            name="fk_approval_candidate_approval_id",
        ),
        Index("ix_approval_candidate_open", "account_id", "approval_id", postgresql_where=column("open")),
        Index("ix_approval_candidate_account_id", "account_id", "approval_id"),
    )

    approval_id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    why: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    open: Mapped[bool]


def can_be_filled(seats: Sequence[Collection[UUID]], taken: frozenset[UUID] = frozenset()) -> bool:
    """Whether each seat can go to another person (rule APR-5)."""
    if not seats:
        return True
    return any(can_be_filled(seats[1:], taken | {one}) for one in seats[0] if one not in taken)


def choose_seat(waiting: Mapping[int, Collection[UUID]], *, mine: Collection[UUID], used: Collection[UUID]) -> tuple[int, UUID] | None:
    """The seat to take, and for whom: of those open to `mine` (first oneself, then those who delegated) the one with the fewest candidates,
    so that the others keep theirs. `used` sit in another seat of the step already.
    """
    free = [who for who in mine if who not in used]
    found = [(len(candidates), seat, who) for seat, candidates in waiting.items() for who in free if who in candidates]
    if not found:
        return None
    _, seat, who = min(found, key=lambda one: (one[0], one[1], free.index(one[2])))
    return seat, who
