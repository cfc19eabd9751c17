"""API clients as the screens show them, oldest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.api_client import ApiClientNotFound

COLUMNS = """
    SELECT id, name, permissions, shop_ids, rate_limit_per_minute, disabled_at IS NOT NULL AS disabled, created_at, last_used_at,
           previous_until, version, owner_id, (SELECT a.name FROM account a WHERE a.id = owner_id) AS owner_name
    FROM api_client
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(name)) > 0)
      AND (CAST(:disabled AS boolean) IS NULL OR (disabled_at IS NOT NULL) = :disabled)
      AND (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
    ORDER BY id LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE id = :id")


@dataclass(frozen=True, kw_only=True)
class ApiClientRow:
    id: UUID
    name: str
    permissions: list[str]
    shop_ids: list[str] | None
    rate_limit_per_minute: int
    disabled: bool
    created_at: datetime
    last_used_at: datetime | None
    previous_until: datetime | None
    version: int
    owner_id: UUID | None
    owner_name: str | None


async def list_api_client_rows(
    reader: AsyncSession, *, q: str | None, disabled: bool | None, after: UUID | None, limit: int
) -> list[ApiClientRow]:
    rows = await reader.execute(LIST, {"q": q, "disabled": disabled, "after": after, "limit": limit})
    return [ApiClientRow(**row) for row in rows.mappings()]


async def find_api_client_row(reader: AsyncSession, client_id: UUID) -> ApiClientRow:
    """Raises ApiClientNotFound."""
    row = (await reader.execute(ONE, {"id": client_id})).mappings().one_or_none()
    if row is None:
        raise ApiClientNotFound
    return ApiClientRow(**row)
