"""Versions of the attendance policy: drafts that may be changed, replayed and dropped, and published ones that never change (ATT-11, SYS-6)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from people.domain.attendance.plan import PolicyInForce
from people.domain.attendance.policy import Policy, policy_of
from people.domain.model import Model


class PolicyState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"


class AttendancePolicyNotFound(NotFound):
    code = "attendance_policy_not_found"
    zh = "找不到该考勤制度版本。"
    en = "There is no such version of the attendance policy."


class PolicyPublished(Conflict):
    code = "attendance_policy_published"
    rule = "ATT-11"
    zh = "第 {number} 版已发布或已作废，不能再改；请另拟新版本。"
    en = "Version {number} is published or dropped and stays as it is; draft another."


class EffectiveInThePast(Invalid):
    code = "effective_in_the_past"
    rule = "SYS-6"
    zh = "生效日期 {day} 已过去：已有结果按旧制度得出，请从今天或以后生效。"
    en = "{day} is past: results were made under the old policy; let it take effect today or later."


class AttendancePolicy(Model):
    __tablename__ = "attendance_policy"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date | None] = mapped_column(Date)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]

    @property
    def policy(self) -> Policy:
        return policy_of(self.content)

    def change(self, *, content: Mapping[str, Any], reason: str) -> None:
        """Raises PolicyPublished, PolicyInvalid."""
        self._must_be_draft()
        policy_of(content)
        self.content, self.reason = dict(content), reason
        self.version += 1

    def publish(self, *, effective_from: date, today: date, by: str, now: datetime) -> None:
        """Raises PolicyPublished, EffectiveInThePast."""
        self._must_be_draft()
        if effective_from < today:
            raise EffectiveInThePast(day=effective_from.isoformat())
        self.state, self.effective_from = PolicyState.PUBLISHED, effective_from
        self.published_at, self.published_by = now, by
        self.version += 1

    def drop(self) -> None:
        """Raises PolicyPublished."""
        self._must_be_draft()
        self.state = PolicyState.DROPPED
        self.version += 1

    def in_force(self) -> PolicyInForce:
        """As if it were in force from its day on; a draft from the beginning, for a replay."""
        return PolicyInForce(version=self.number, effective_from=self.effective_from or date.min, policy=self.policy)

    def _must_be_draft(self) -> None:
        if self.state != PolicyState.DRAFT:
            raise PolicyPublished(number=self.number)
