"""Asking for more headcount (rules ORG-3, APR-1): a new figure from a day on, which takes effect only when it is approved."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.hiring.ids import shown
from people.domain.ids import shown_position
from people.domain.model import Model

KIND = "headcount"


class HeadcountRequestState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class HeadcountRequestNotFound(NotFound):
    code = "headcount_request_not_found"
    zh = "找不到该增编申请。"
    en = "There is no such request for headcount."


class HeadcountRequestWaits(Conflict):
    code = "headcount_request_waits"
    rule = "ORG-3"
    zh = "该岗位已有一份增编申请待审批。"
    en = "A request for more headcount of this position waits already."


class NoRaise(Invalid):
    code = "headcount_no_raise"
    rule = "ORG-3"
    zh = "当日编制已是 {before} 人，申请须高于此数；降低编制无须审批。"
    en = "The plan of that day is {before} already; ask for more. A lower plan needs no approval."


class RaiseInThePast(Invalid):
    code = "headcount_raise_in_the_past"
    rule = "ORG-3"
    zh = "编制只能从今天或以后增加。"
    en = "Headcount is raised from today or a later day on."


class HeadcountRequestDecided(Conflict):
    code = "headcount_request_decided"
    rule = "APR-3"
    zh = "该增编申请已有结果。"
    en = "The request for headcount is decided already."


class HeadcountRequest(Model):
    __tablename__ = "headcount_request"
    __table_args__ = (Index("uq_headcount_request_waiting", "position_id", unique=True, postgresql_where=column("state") == "waiting"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position_id: Mapped[UUID] = mapped_column(ForeignKey("position.id"))
    before: Mapped[int]
    planned: Mapped[int]
    valid_from: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    requested_by_name: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    approval_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    comment: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

    @property
    def reference(self) -> str:
        return shown("hcr", self.id)

    @property
    def digest(self) -> str:
        """Of exactly what would take effect (rule APR-4)."""
        return hashlib.sha256(f"{self.position_id} {self.planned} {self.valid_from}".encode()).hexdigest()

    def end(self, state: HeadcountRequestState, *, comment: str, now: datetime) -> None:
        """Raises HeadcountRequestDecided."""
        if self.state != HeadcountRequestState.WAITING:
            raise HeadcountRequestDecided
        self.state, self.comment, self.decided_at = state, comment, now
        self.version += 1

    def facts(self) -> dict[str, object]:
        return {
            "position_id": shown_position(self.position_id),
            "before": self.before,
            "planned": self.planned,
            "valid_from": self.valid_from.isoformat(),
            "state": self.state,
        }
