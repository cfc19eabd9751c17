"""A draft of the review policy: changed and tried on past orders until it is published (rules ORD-2, SYS-6)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from orders.domain.model import Model


class ReviewDraftNotFound(NotFound):
    code = "review_draft_not_found"
    rule = "SYS-6"
    zh = "找不到该审单规则草案。"
    en = "There is no such draft of review rules."


class ReviewDraftPublished(Conflict):
    code = "review_draft_published"
    rule = "SYS-6"
    zh = "该草案已发布为第 {version} 版，不能再改；请新建草案。"
    en = "This draft was published as version {version} and cannot be changed; make a new one."


class ReviewDraft(Model):
    """`version` is the draft's own, one higher with each change; `published_version` that of the policy it became."""

    __tablename__ = "review_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    published_version: Mapped[int | None]

    def must_be_open(self) -> None:
        """Raises ReviewDraftPublished."""
        if self.published_version is not None:
            raise ReviewDraftPublished(version=self.published_version)
