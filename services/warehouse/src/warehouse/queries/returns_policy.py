"""Versions of the policy of returned parcels (rules CARE-2, SYS-6)."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.publishing import version_at
from warehouse.domain.returns_policy import DEFAULT_RETURNS, RETURNS_RULE, ReturnsParameters, ReturnsPolicy

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM returns_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")


class ReturnsPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: ReturnsParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = ReturnsPolicyOut(
    rule=RETURNS_RULE, version=0, effective_from=None, parameters=DEFAULT_RETURNS, note="", published_at=None, published_by="Dianzhang"
)


async def find_returns_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[ReturnsPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [ReturnsPolicyOut.model_validate({**row, "rule": RETURNS_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]


async def overdue_before(reader: AsyncSession, *, now: datetime) -> datetime:
    """By the version in force: what arrived earlier and lies there still is overdue."""
    row = await version_at(reader, ReturnsPolicy, moment=now)
    return now - (DEFAULT_RETURNS if row is None else ReturnsParameters.model_validate(row.parameters)).inspect_within
