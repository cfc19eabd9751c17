"""The versions of the integrity policy."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.integrity.policy import DEFAULT_INTEGRITY_PARAMETERS, RULE, IntegrityParameters

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM integrity_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class IntegrityPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: IntegrityParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = IntegrityPolicyOut(
    rule=RULE,
    version=0,
    effective_from=None,
    parameters=DEFAULT_INTEGRITY_PARAMETERS,
    note="",
    published_at=None,
    published_by="Dianzhang",
)


async def find_integrity_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[IntegrityPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [IntegrityPolicyOut.model_validate({**row, "rule": RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]
