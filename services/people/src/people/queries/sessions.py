"""A person's sessions that are going on, newest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MINE = text("""
    SELECT id, created_at, last_seen_at, ip, user_agent FROM session
    WHERE account_id = :account_id AND ended_at IS NULL AND expires_at > :now AND idle_until > :now
      AND (CAST(:after AS uuid) IS NULL OR id < CAST(:after AS uuid))
    ORDER BY id DESC LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    id: UUID
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str


async def list_session_rows(reader: AsyncSession, *, account_id: UUID, now: datetime, after: UUID | None, limit: int) -> list[SessionRow]:
    rows = await reader.execute(MINE, {"account_id": account_id, "now": now, "after": after, "limit": limit})
    return [SessionRow(**row) for row in rows.mappings()]
