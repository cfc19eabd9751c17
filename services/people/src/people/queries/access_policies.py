"""The company's access policy, newest version first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = text("""
    SELECT version, second_factor_role_ids, longest_grant_days, effective_from, reason, created_at, created_by FROM access_policy
    WHERE CAST(:after AS int) IS NULL OR version < :after ORDER BY version DESC LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class AccessPolicyRow:
    version: int
    second_factor_role_ids: Sequence[UUID]
    longest_grant_days: int
    effective_from: datetime
    reason: str
    created_at: datetime
    created_by: str


async def list_access_policy_rows(reader: AsyncSession, *, after: int | None, limit: int) -> list[AccessPolicyRow]:
    rows = await reader.execute(LIST, {"after": after, "limit": limit})
    return [AccessPolicyRow(**row) for row in rows.mappings()]
