"""A person's preferences, by key."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.preference import PreferenceNotFound

LIST = text("""
    SELECT key, value FROM preference
    WHERE account_id = :account_id AND (CAST(:after AS text) IS NULL OR key > :after) ORDER BY key LIMIT :limit
""").columns(value=JSONB)
ONE = text("SELECT key, value FROM preference WHERE account_id = :account_id AND key = :key").columns(value=JSONB)


@dataclass(frozen=True, kw_only=True)
class PreferenceRow:
    key: str
    value: Any


async def list_preference_rows(reader: AsyncSession, *, account_id: UUID, after: str | None, limit: int) -> list[PreferenceRow]:
    rows = await reader.execute(LIST, {"account_id": account_id, "after": after, "limit": limit})
    return [PreferenceRow(**row) for row in rows.mappings()]


async def find_preference_row(reader: AsyncSession, *, account_id: UUID, key: str) -> PreferenceRow:
    """Raises PreferenceNotFound."""
    row = (await reader.execute(ONE, {"account_id": account_id, "key": key})).mappings().one_or_none()
    if row is None:
        raise PreferenceNotFound
    return PreferenceRow(**row)
