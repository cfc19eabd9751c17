"""Versions of a policy: figures that hold from a moment on, never changed, only followed by the next (rule SYS-6)."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict


class PolicyInThePast(Conflict):
    code = "policy_in_the_past"
    rule = "SYS-6"
    zh = "生效时间不能早于现在：已作出的决定不会被改写。"
    en = "A policy cannot take effect in the past: what was decided stands."


class PolicyVersion:
    """The columns of a policy's table; version 0 is what the software comes with and stands in no table."""

    __tablename__: str
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[datetime]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
