"""Policies, newest version first."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = text("""
    SELECT version, hours, effective_from, created_at, created_by FROM stuck_parcel_policy
    WHERE CAST(:after AS int) IS NULL OR version < :after ORDER BY version DESC LIMIT :limit
""")


class StuckParcelPolicyOut(BaseModel):
    """Rule ORD-4: after `hours` without movement a parcel raises an alert."""

    version: int
    hours: int
    effective_from: datetime
    created_at: datetime
    created_by: str


async def list_policy_versions(session: AsyncSession, *, after: int | None, limit: int) -> list[StuckParcelPolicyOut]:
    rows = (await session.execute(LIST, {"after": after, "limit": limit + 1})).mappings()
    return [StuckParcelPolicyOut.model_validate(dict(row)) for row in rows]


WEIGHING = text("""
    SELECT version, tolerance_percent, packaging_g, effective_from, created_at, created_by FROM weighing_policy
    WHERE CAST(:after AS int) IS NULL OR version < :after ORDER BY version DESC LIMIT :limit
""")


class WeighingPolicyOut(BaseModel):
    """Rule WMS-12: a parcel leaves when it weighs what its goods weigh, give or take `tolerance_percent` of them, and `packaging_g` at most."""

    version: int
    tolerance_percent: int
    packaging_g: int
    effective_from: datetime
    created_at: datetime
    created_by: str


async def list_weighing_policy_versions(session: AsyncSession, *, after: int | None, limit: int) -> list[WeighingPolicyOut]:
    rows = (await session.execute(WEIGHING, {"after": after, "limit": limit + 1})).mappings()
    return [WeighingPolicyOut.model_validate(dict(row)) for row in rows]
