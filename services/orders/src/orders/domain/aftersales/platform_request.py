"""What a buyer asks for at the shop's platform, as it was told last, and the case it became (rule CARE-1)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from orders.domain.model import Model

DISMISSED = "dismissed"
"""The problem of one that a person has put aside."""


class PlatformRequestNotFound(NotFound):
    code = "platform_request_not_found"
    zh = "找不到该平台申请，或您无权查看。"
    en = "There is no such request of a platform, or you may not see it."


class PlatformRequestIsCase(Conflict):
    code = "platform_request_is_case"
    rule = "CARE-1"
    zh = "该平台申请已成为售后单，请在售后单上处理。"
    en = "This request became a case already: go on there."


class PlatformRequest(Model):
    """By shop and the platform's number. `case_id` None: no case could be opened yet, and `problem` says by which code; it is tried again.

    `told` is the request as it came, without the buyer's pictures.
    """

    __tablename__ = "platform_request"
    __table_args__ = (
        Index("ix_platform_request_open", "first_at", "shop_id", "platform_refund_no", postgresql_where=literal_column("case_id IS NULL")),
        Index(
            "ix_platform_request_not_given_up",
            "first_at",
            "shop_id",
            "platform_refund_no",
            postgresql_where=literal_column("case_id IS NULL AND NOT given_up"),
        ),
        Index("ix_platform_request_waiting", "tried_at", postgresql_where=literal_column("case_id IS NULL AND NOT given_up")),
    )

    shop_id: Mapped[str] = mapped_column(primary_key=True)
    platform_refund_no: Mapped[str] = mapped_column(primary_key=True)
    platform_order_no: Mapped[str]
    modified_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)
    case_id: Mapped[UUID | None]
    problem: Mapped[str | None]
    given_up: Mapped[bool]
    """Settled at the platform, or asked for so long ago that nobody waits: it is not tried again."""
    first_at: Mapped[datetime]
    tried_at: Mapped[datetime]
