"""A draft of the integrity policy is replayed over past orders: which would be suspected by it, and which no longer (rules ORD-6, SYS-6).

Nothing is held, released or told by it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.refusals import Conflict, Invalid, NotFound
from orders.domain.integrity.policy import IntegrityParameters
from orders.domain.model import Model

MOST_ORDERS = 500_000
KEPT = 20
"""The newest replays are kept, with what they found."""
AT_ONCE = timedelta(minutes=10)
"""Orders are scored in the order in which they came in, with what was there then: so many minutes of them at a time."""


class SuspicionChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    KEPT = "kept"


class ReplayNotFound(NotFound):
    code = "integrity_replay_not_found"
    rule = "ORD-6"
    zh = "找不到该次试算。"
    en = "There is no such replay."


class ReplayEnded(Conflict):
    code = "integrity_replay_ended"
    rule = "ORD-6"
    zh = "该次试算已经结束。"
    en = "This replay has ended."


class NothingToReplay(Invalid):
    code = "nothing_to_replay"
    rule = "ORD-6"
    zh = "这段时间内没有订单；开始须早于结束。"
    en = "No order was placed in that time; it has to begin before it ends."


class TooManyToReplay(Invalid):
    code = "too_many_to_replay"
    rule = "ORD-6"
    zh = "这段时间内的订单超过 {most} 条，请缩短时间。"
    en = "More than {most} orders were placed in that time; please choose a shorter one."


class Replay(Model):
    """Over orders placed from `first_at` and before `until_at`; `shops` None: the asker saw all. `after_at`, `after_id`: how far it is."""

    __tablename__ = "integrity_replay"
    __table_args__ = (Index("ix_integrity_replay_going_on", "id", postgresql_where=literal_column("ended_at IS NULL")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    first_at: Mapped[datetime]
    until_at: Mapped[datetime]
    shops: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    total: Mapped[int]
    done: Mapped[int]
    after_at: Mapped[datetime]
    after_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    stopped: Mapped[bool]
    ended_at: Mapped[datetime | None]
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """Counts and amounts, once it has ended."""

    @property
    def policy(self) -> IntegrityParameters:
        return IntegrityParameters.model_validate(self.parameters)

    def note_done(self, *, orders: int, last: tuple[datetime, UUID]) -> None:
        self.done += orders
        self.after_at, self.after_id = last


class ReplayOrder(Model):
    """An order that the draft suspects, or that is suspected and would not be. `score` and `signals` are the draft's."""

    __tablename__ = "integrity_replay_order"
    __table_args__ = (
        CheckConstraint("change IN ('added', 'removed', 'kept')", name="change"),
        Index("ix_integrity_replay_order_change", "replay_id", "change", "placed_at", "order_id"),
    )

    replay_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    change: Mapped[str]
    shop_id: Mapped[str]
    placed_at: Mapped[datetime]
    score: Mapped[int]
    signals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
