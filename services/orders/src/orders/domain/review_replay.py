"""A draft of the review policy is judged by on past orders: which would be held, or pass, that were not (rules ORD-2, SYS-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.refusals import Conflict, Invalid, NotFound
from orders.domain.draft import Draft
from orders.domain.model import Model, TextList
from orders.domain.policy import Policy
from orders.domain.review import judge
from orders.domain.rule_checks import Found

MOST_PAST_ORDERS = 200_000


class Change(StrEnum):
    NEWLY_HELD = "newly_held"
    NEWLY_RELEASED = "newly_released"
    OTHERWISE = "otherwise"
    """Held then and now, for other reasons."""


class ReplayNotFound(NotFound):
    code = "review_replay_not_found"
    rule = "SYS-6"
    zh = "找不到该试算，或不是您发起的。"
    en = "There is no such replay, or somebody else asked for it."


class ReplayEnded(Conflict):
    code = "review_replay_ended"
    rule = "SYS-6"
    zh = "该试算已经结束。"
    en = "This replay has ended."


class SpanIsEmpty(Invalid):
    code = "replay_span_empty"
    rule = "SYS-6"
    zh = "这段时间内没有可试算的订单，请检查起止时间。"
    en = "There are no orders in this span; please check its beginning and end."


class TooManyPastOrders(Invalid):
    code = "replay_too_many_orders"
    rule = "SYS-6"
    zh = "这段时间内的订单超过 {most} 条，请缩短时间。"
    en = "More than {most} orders were placed in this span; please choose a shorter one."


class ReviewReplay(Model):
    """`judged` of `total` orders so far; `over`: those of them that were over when they came in, so that nothing was decided.

    `by_rule`: how many orders each rule held then (`was`) and would hold (`would_be`), or would let pass (`passes`).
    """

    __tablename__ = "review_replay"
    __table_args__ = (
        Index("ix_review_replay_draft_id", "draft_id", "id"),
        Index("ix_review_replay_going_on", "asked_at", "id", postgresql_where=literal_column("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("review_draft.id", ondelete="CASCADE"))
    draft_version: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shops: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    placed_from: Mapped[datetime]
    placed_to: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    reached_id: Mapped[UUID | None]
    total: Mapped[int]
    judged: Mapped[int]
    over: Mapped[int]
    newly_held: Mapped[int]
    newly_released: Mapped[int]
    otherwise: Mapped[int]
    by_rule: Mapped[dict[str, dict[str, int]]] = mapped_column(JSONB)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    stopped: Mapped[bool]
    ended_at: Mapped[datetime | None]

    def stop(self, *, now: datetime) -> None:
        """What was found stays. Raises ReplayEnded."""
        if self.ended_at is not None:
            raise ReplayEnded
        self.stopped, self.ended_at = True, now


class ReplayedOrder(Model):
    """An order on which the draft decides otherwise."""

    __tablename__ = "review_replay_order"
    __table_args__ = (
        CheckConstraint("change IN ('newly_held', 'newly_released', 'otherwise')", name="change"),
        Index("ix_review_replay_order_change", "replay_id", "change", "place"),
    )

    replay_id: Mapped[UUID] = mapped_column(ForeignKey("review_replay.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[UUID]
    change: Mapped[str]
    was: Mapped[TextList]
    would_be: Mapped[TextList]
    passed_by: Mapped[TextList]


@dataclass(slots=True, kw_only=True)
class PastOrder:
    """An order as review saw it last. `draft` None: it was over when it came in."""

    order_id: UUID
    placed_at: datetime
    draft: Draft | None
    skus: list[str | None]
    platform: str
    policy_version: int


@dataclass(slots=True, kw_only=True)
class Replayed:
    was: Found
    would_be: Found

    @property
    def change(self) -> Change | None:
        was, would_be = set(self.was.holds), set(self.would_be.holds)
        if was == would_be:
            return None
        if not was:
            return Change.NEWLY_HELD
        return Change.OTHERWISE if would_be else Change.NEWLY_RELEASED


def replay(past: PastOrder, draft: Draft, *, then: Policy, policy: Policy) -> Replayed:
    """By the code that judges orders as they come in: `then` is the version the order was reviewed by, `policy` the draft."""
    was, would_be = (judge(draft, skus=past.skus, platform=past.platform, policy=one) for one in (then, policy))
    return Replayed(was=was, would_be=would_be)


def add_up(by_rule: Mapping[str, Mapping[str, int]], replayed: Replayed) -> dict[str, dict[str, int]]:
    """With one more order."""
    sums = {code: dict(counts) for code, counts in by_rule.items()}
    counted = (("was", replayed.was.holds), ("would_be", replayed.would_be.holds), ("passes", list(replayed.would_be.passed or {})))
    for name, codes in counted:
        for code in codes:
            counts = sums.setdefault(code, {"was": 0, "would_be": 0, "passes": 0})
            counts[name] += 1
    return sums
