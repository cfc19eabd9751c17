"""The versions of the feedback policy."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.care.feedback_policy import DEFAULT_FEEDBACK, FEEDBACK_RULE, FeedbackParameters

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM feedback_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class FeedbackPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: FeedbackParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = FeedbackPolicyOut(
    rule=FEEDBACK_RULE,
    version=0,
    effective_from=None,
    parameters=DEFAULT_FEEDBACK,
    note="",
    published_at=None,
    published_by="Dianzhang",
)


async def find_feedback_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[FeedbackPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [FeedbackPolicyOut.model_validate({**row, "rule": FEEDBACK_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
