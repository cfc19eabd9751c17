"""Versions of the after-sales policy."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from orders.domain.aftersales.policy import AFTERSALES_RULE, DEFAULT_AFTERSALES, AftersalesParameters, parameters_of

POLICIES = text("""
    SELECT version, effective_from, parameters, note, published_at, published_by FROM aftersales_policy
    WHERE version < :before ORDER BY version DESC LIMIT :limit
""")
IN_FORCE = text("""
    SELECT parameters FROM aftersales_policy WHERE effective_from <= :now ORDER BY effective_from DESC, version DESC LIMIT 1
""")


class AftersalesPolicyOut(BaseModel):
    """Version 0 is what the software comes with: in force until another takes effect; it has no date."""

    rule: str
    version: int
    effective_from: datetime | None
    parameters: AftersalesParameters
    note: str
    published_at: datetime | None
    published_by: str


SHIPPED = AftersalesPolicyOut(
    rule=AFTERSALES_RULE,
    version=0,
    effective_from=None,
    parameters=DEFAULT_AFTERSALES,
    note="",
    published_at=None,
    published_by="Dianzhang",
)


async def find_aftersales_policies(reader: AsyncSession, *, before: int | None, limit: int) -> Sequence[AftersalesPolicyOut]:
    """Newest first; version 0 is the last."""
    if before == 0:
        return []
    rows = (await reader.execute(POLICIES, {"before": 2**31 - 1 if before is None else before, "limit": limit + 1})).mappings()
    policies = [AftersalesPolicyOut.model_validate({**row, "rule": AFTERSALES_RULE}) for row in rows]
    return policies if len(policies) > limit else [*policies, SHIPPED]


async def parameters_in_force(reader: AsyncSession, *, now: datetime) -> AftersalesParameters:
    stored = (await reader.execute(IN_FORCE, {"now": now})).scalar_one_or_none()
    return DEFAULT_AFTERSALES if stored is None else parameters_of(stored)


async def reason_words(reader: AsyncSession, *, now: datetime) -> dict[str, tuple[str, str]]:
    """By code: Chinese and English. Those the software comes with stay readable when a company has others."""
    reasons = [*DEFAULT_AFTERSALES.reasons, *(await parameters_in_force(reader, now=now)).reasons]
    return {reason.code: (reason.zh, reason.en) for reason in reasons}
