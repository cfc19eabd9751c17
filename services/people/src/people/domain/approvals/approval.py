"""Requests for approval: asked, decided step by step, and never decided by who asked (rules APR-1 to APR-5, ORG-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Numeric, Text, Uuid, column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, Kind, NotFound, Refusal
from contracts.money import Money
from contracts.people import Evidence
from people.domain.approvals.route import RouteStep
from people.domain.model import Model


class State(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class ApprovalNotFound(NotFound):
    code = "approval_not_found"
    zh = "找不到该审批，或您无权查看。"
    en = "There is no such request for approval, or you may not see it."


class RequesterUnknown(Invalid):
    code = "approval_requester_unknown"
    rule = "APR-1"
    zh = "申请人“{requester}”不是可用的个人账号。"
    en = '"{requester}" is not the account of a person who could ask for approval.'


class OwnRequest(Refusal):
    kind = Kind.FORBIDDEN
    code = "own_request"
    rule = "ORG-7"
    zh = "任何人不得审批自己的申请。"
    en = "Nobody approves their own request."


class NotADecider(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_a_decider"
    rule = "APR-2"
    zh = "该申请目前不由您审批。"
    en = "This request is not yours to decide now."


class DecidedByAnother(Conflict):
    code = "decided_by_another"
    rule = "APR-3"
    zh = "{name} 已先于您处理了这一步。"
    en = "{name} has decided this step before you."


class ApprovalClosed(Conflict):
    code = "approval_closed"
    rule = "APR-3"
    zh = "该申请已结束：{state_zh}。"
    en = "This request is over: it was {state_en}."


class CommentMissing(Invalid):
    code = "comment_missing"
    rule = "APR-3"
    zh = "拒绝时必须填写意见。"
    en = "A refusal needs a comment."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError(pointer="/comment", code="missing", zh="请填写意见", en="write why")])


class ContentChanged(Conflict):
    code = "content_changed"
    rule = "APR-4"
    zh = "申请内容与您看到的不同，请刷新后再审批。"
    en = "The content is not what you saw; please reload before you decide."


class NotTheRequester(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_the_requester"
    zh = "只有申请人可以撤回申请。"
    en = "Only the requester can withdraw a request."


STATE_WORDS = {
    State.APPROVED: ("已同意", "approved"),
    State.REFUSED: ("已拒绝", "refused"),
    State.VOIDED: ("内容已变更，作废", "voided because its content changed"),
    State.WITHDRAWN: ("已撤回", "withdrawn"),
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks to have approved; the fields are those of contracts.people.RequestApproval."""

    kind: str
    reference: str
    requester_id: UUID
    title_zh: str
    title_en: str
    evidence: Sequence[Evidence]
    content_digest: str
    amount: Money | None = None
    unit_id: UUID | None = None
    shop_id: str | None = None
    effective_at: datetime | None = None
    link: str = ""


class Approval(Model):
    """One request. `step` counts from 0 within `steps`, a copy of the route's as it was filed; `deciders` are those who agreed, or who refused.

    `remind_at` and `due_at` belong to the step that waits. `replaces_id` is the request of the same reference whose content was another.
    """

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_reference", "kind", "reference", "id"),
        Index("uq_approval_waiting", "kind", "reference", unique=True, postgresql_where=column("state") == "waiting"),
        Index("ix_approval_requester_id", "requester_id", "id"),
        Index("ix_approval_state", "state", "id"),
        Index("ix_approval_kind", "kind", "id"),
        Index("ix_approval_remind_at", "remind_at", postgresql_where=column("state") == "waiting"),
        Index("ix_approval_due_at", "due_at", postgresql_where=column("state") == "waiting"),
        Index("ix_approval_decided_at", "decided_at", postgresql_where=column("decided_at").is_not(None)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    title_zh: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content_digest: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str | None] = mapped_column(Text)
    unit_id: Mapped[UUID | None]
    shop_id: Mapped[str | None] = mapped_column(Text)
    effective_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    link: Mapped[str] = mapped_column(Text)
    route_id: Mapped[UUID] = mapped_column(ForeignKey("approval_route.id"))
    route_number: Mapped[int]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    step: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    remind_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    escalated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    takes_effect_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deciders: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    comment: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[UUID | None]
    version: Mapped[int]

    @property
    def money(self) -> Money | None:
        return None if self.amount is None or self.currency is None else Money(amount=self.amount, currency=self.currency)

    def read_steps(self) -> list[RouteStep]:
        return [RouteStep.model_validate(step) for step in self.steps]

    def must_wait(self) -> None:
        """Raises ApprovalClosed."""
        if self.state != State.WAITING:
            zh, en = STATE_WORDS[State(self.state)]
            raise ApprovalClosed(state_zh=zh, state_en=en)

    def must_be(self, content_digest: str) -> None:
        """Rule APR-4. Raises ContentChanged."""
        if content_digest != self.content_digest:
            raise ContentChanged

    def begin_step(self, place: int, *, now: datetime) -> None:
        step = self.read_steps()[place]
        self.step = place
        self.remind_at = now + timedelta(hours=step.remind_after_hours)
        self.due_at = now + timedelta(hours=step.within_hours)
        self.reminded_at = self.escalated_at = None

    def note_reminded(self, *, now: datetime) -> None:
        """Not again before as long has passed once more."""
        self.reminded_at = now
        self.remind_at = now + timedelta(hours=self.read_steps()[self.step].remind_after_hours)
        self.version += 1

    def note_escalated(self, *, now: datetime) -> None:
        self.escalated_at = now
        self.due_at = now + timedelta(hours=self.read_steps()[self.step].within_hours)
        self.version += 1

    def end(self, state: State, *, comment: str, deciders: Sequence[UUID], now: datetime) -> None:
        """A late approval acts from its own time, never backwards (rule APR-5)."""
        self.state, self.comment, self.decided_at = state, comment, now
        self.deciders = list(deciders)
        self.takes_effect_at = max(self.effective_at or now, now) if state == State.APPROVED else None
        self.remind_at = self.due_at = None
        self.version += 1
