"""All orders of a filter are released, held or cancelled: asked for once, done set by set (rule ORD-2)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.actor import Actor
from chassis.refusals import Conflict, Invalid, NotFound
from orders.domain.model import Model, TextList
from orders.domain.reasons import Stage
from orders.domain.stages import NEEDS as NEEDED_FOR_STAGES
from orders.permissions import Permission

MOST_ORDERS = 50_000


class Verb(StrEnum):
    RELEASE = "release"
    HOLD = "hold"
    CANCEL = "cancel"


class ItemState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


REVIEWS = frozenset({Verb.RELEASE, Verb.HOLD})
"""Need what their stages need (domain/stages.py)."""


class NothingMatches(Invalid):
    code = "nothing_matches"
    rule = "ORD-2"
    zh = "没有符合筛选条件的订单。"
    en = "No order matches the filter."


class TooManyMatch(Invalid):
    code = "too_many_match"
    rule = "ORD-2"
    zh = "符合条件的订单超过 {most} 条，请缩小筛选范围。"
    en = "More than {most} orders match; please narrow the filter."


class BulkReasonMissing(Invalid):
    code = "reason_missing"
    rule = "ORD-2"
    zh = "挂起和取消必须写明原因。"
    en = "Holding and cancelling need a reason."


class BulkReviewNotFound(NotFound):
    code = "bulk_review_not_found"
    zh = "找不到该批量处理，或不是您发起的。"
    en = "There is no such bulk action, or somebody else asked for it."


class BulkReviewEnded(Conflict):
    code = "bulk_review_ended"
    rule = "ORD-2"
    zh = "该批量处理已经结束。"
    en = "This bulk action has ended."


class BulkReview(Model):
    """`asked` is the filter as it was asked for; which orders it meant stands in BulkReviewOrder. `shops` None: the asker saw all."""

    __tablename__ = "bulk_review"
    __table_args__ = (
        CheckConstraint("verb IN ('release', 'hold', 'cancel')", name="verb"),
        Index("ix_bulk_review_asked_by_id", "asked_by_id", "id"),
        Index("ix_bulk_review_going_on", "asked_at", "id", postgresql_where=literal_column("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    verb: Mapped[str]
    reason: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shops: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    total: Mapped[int]
    done: Mapped[int]
    refused: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    asked_by_kind: Mapped[str]
    stages: Mapped[TextList]
    """For which stages orders are released, or which one holds them."""
    stopped: Mapped[bool]
    ended_at: Mapped[datetime | None]

    @property
    def actor(self) -> Actor:
        """In whose name it is done: the asker, with what this needs and within the shops they saw."""
        shops = None if self.shops is None else frozenset(self.shops)
        needed = [NEEDED_FOR_STAGES[Stage(stage)] for stage in self.stages] if self.verb in REVIEWS else [Permission.CANCEL]
        permissions = frozenset(str(one) for one in needed)
        return Actor(kind=self.asked_by_kind, id=self.asked_by_id, name=self.asked_by, permissions=permissions, shops=shops, session_id="")

    def stop(self, *, now: datetime) -> None:
        """What is done stays so. Raises BulkReviewEnded."""
        if self.ended_at is not None:
            raise BulkReviewEnded
        self.stopped, self.ended_at = True, now


class BulkReviewOrder(Model):
    __tablename__ = "bulk_review_order"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'refused')", name="state"),
        Index("ix_bulk_review_order_state", "review_id", "state", "place", postgresql_where=literal_column("state <> 'done'")),
    )

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[UUID]
    state: Mapped[str]
    number: Mapped[str | None]
    refusal_code: Mapped[str | None]
    refusal_rule: Mapped[str | None]
    refusal_zh: Mapped[str | None]
    refusal_en: Mapped[str | None]
