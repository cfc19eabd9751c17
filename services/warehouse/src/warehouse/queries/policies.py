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
