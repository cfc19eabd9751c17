"""Conduct, rewards and penalties (rule ORG-12). A penalty takes effect only when it is approved (rule APR-1)."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.hiring.ids import shown
from people.domain.ids import shown_employee
from people.domain.model import Model

KIND = "penalty"


class ConductKind(StrEnum):
    CONDUCT = "conduct"
    REWARD = "reward"
    PENALTY = "penalty"


class ConductCategory(StrEnum):
    QUARREL = "quarrel"
    PRIVATE_USE = "private_use"
    UNRELATED_ACTIVITY = "unrelated_activity"
    CARELESSNESS = "carelessness"
    RULE_BROKEN = "rule_broken"
    MERIT = "merit"
    PROPOSAL = "proposal"
    PRAISE = "praise"
    OTHER = "other"


class ConductState(StrEnum):
    RECORDED = "recorded"
    WAITING = "waiting"
    REFUSED = "refused"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class ConductNotFound(NotFound):
    code = "conduct_entry_not_found"
    zh = "找不到该记录，或您无权查看。"
    en = "There is no such record, or you may not see it."


class HappensLater(Invalid):
    code = "happens_later"
    rule = "ORG-12"
    zh = "发生日期不能晚于今天。"
    en = "What has not happened yet cannot be recorded."


class AmountWithoutApproval(Invalid):
    code = "conduct_with_amount"
    rule = "ORG-12"
    zh = "行为记录不带金额；奖励或处罚才有金额。"
    en = "A record of conduct carries no amount; a reward or a penalty may."


class OwnConduct(Conflict):
    code = "own_conduct"
    rule = "ORG-12"
    zh = "不能为自己登记行为、奖励或处罚。"
    en = "Nobody records conduct, rewards or penalties of their own."


class ConductOver(Conflict):
    code = "conduct_over"
    rule = "ORG-12"
    zh = "该记录已被拒绝或撤回。"
    en = "The record was refused or withdrawn already."


class ConductEntry(Model):
    """Nothing is deleted: what was wrong is withdrawn with a reason. `takes_effect_at` of a penalty is never before its approval (rule APR-5)."""

    __tablename__ = "conduct_entry"
    __table_args__ = (Index("ix_conduct_entry_employee_id", "employee_id", "happened_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    approval_id: Mapped[UUID | None]
    takes_effect_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_by_id: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    comment: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    @property
    def reference(self) -> str:
        return shown("cdt", self.id)

    @property
    def digest(self) -> str:
        """Of exactly what would take effect (rule APR-4)."""
        content = f"{self.employee_id} {self.category} {self.happened_on} {self.what} {self.amount} {self.currency}"
        return hashlib.sha256(content.encode()).hexdigest()

    def note_approved(self, *, approval_id: UUID, takes_effect_at: datetime, comment: str) -> None:
        self.state, self.approval_id, self.takes_effect_at, self.comment = ConductState.RECORDED, approval_id, takes_effect_at, comment
        self.version += 1

    def end(self, state: ConductState, *, comment: str) -> None:
        """Raises ConductOver."""
        if self.state not in (ConductState.RECORDED, ConductState.WAITING):
            raise ConductOver
        self.state, self.comment = state, comment
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "employee_id": shown_employee(self.employee_id),
            "kind": self.kind,
            "category": self.category,
            "happened_on": self.happened_on.isoformat(),
            "amount": str(self.amount) if self.amount is not None else None,
            "state": self.state,
        }
