"""Versions of the policy of customer care."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.care.policy import CARE_RULE, DEFAULT_CARE, CareParameters, parameters_of

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM care_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")
IN_FORCE = text("""
    SELECT parameters FROM care_policy WHERE effective_from <= :now ORDER BY effective_from DESC, version DESC LIMIT 1
""")


class CarePolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: CareParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = CarePolicyOut(
    rule=CARE_RULE,
    version=0,
    effective_from=None,
    parameters=DEFAULT_CARE,
    note="",
    published_at=None,
    published_by="Dianzhang",
)


async def find_care_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[CarePolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [CarePolicyOut.model_validate({**row, "rule": CARE_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]


async def parameters_in_force(reader: AsyncSession, *, now: datetime) -> CareParameters:
    stored = (await reader.execute(IN_FORCE, {"now": now})).scalar_one_or_none()
    return DEFAULT_CARE if stored is None else parameters_of(stored)
