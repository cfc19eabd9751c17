"""What happened to a request, step by step; only grows (rule APR-3, held by a trigger)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from people.domain.model import Model


class Happened(StrEnum):
    FILED = "filed"
    STEP_OPENED = "step_opened"
    AGREED_BEFORE = "agreed_before"
    STOOD_IN = "stood_in"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    AGREED = "agreed"
    REFUSED = "refused"
    APPROVED = "approved"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class ApprovalLogEntry(Model):
    """`account_id` is who did it, None for the system; `for_account_id` whose place they took as a delegate."""

    __tablename__ = "approval_log_entry"
    __table_args__ = (Index("ix_approval_log_entry_approval_id", "approval_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    happened: Mapped[str] = mapped_column(Text)
    step: Mapped[int]
    account_id: Mapped[UUID | None]
    for_account_id: Mapped[UUID | None]
    comment: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
