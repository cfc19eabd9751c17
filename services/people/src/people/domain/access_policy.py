"""The company's policy of access: who needs a second factor, how long an extra role may last (rules ORG-7, ORG-8, SYS-6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from people.domain.model import Model

LONGEST_GRANT_DAYS = 366


class AccessPolicyInThePast(Invalid):
    code = "access_policy_in_the_past"
    rule = "SYS-6"
    zh = "新政策的生效时间不能早于现在。"
    en = "A new policy cannot take effect in the past."


class WouldLockYouOut(Conflict):
    code = "would_lock_you_out"
    rule = "ORG-8"
    zh = "您自己拥有这些角色却未启用第二因素：请先在“我的账号”启用，再要求他人。"
    en = "You hold one of these roles without a second factor: switch yours on first, then require it of others."


class AccessPolicy(Model):
    """A version is never changed, only followed by the next."""

    __tablename__ = "access_policy"
    __table_args__ = (CheckConstraint("longest_grant_days BETWEEN 1 AND 3660", name="longest_grant_days"),)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second_factor_role_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    longest_grant_days: Mapped[int]
    effective_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(Text)
