"""Roles as the screens show them, oldest first: the standard roles of the first start lead."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.role import RoleNotFound

COLUMNS = """
    SELECT r.id, r.code, r.name_zh, r.name_en, r.permissions, r.reach, r.version,
           (SELECT count(DISTINCT s.account_id) FROM role_sources_on(:on) s WHERE s.role_id = r.id) AS account_count
    FROM role r
"""
LIST = text(f"{COLUMNS} WHERE CAST(:after AS uuid) IS NULL OR r.id > CAST(:after AS uuid) ORDER BY r.id LIMIT :limit")
ONE = text(f"{COLUMNS} WHERE r.id = :id")


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    id: UUID
    code: str | None
    name_zh: str
    name_en: str
    permissions: list[str]
    reach: str
    version: int
    account_count: int


async def list_role_rows(reader: AsyncSession, *, after: UUID | None, limit: int, on: date) -> list[RoleRow]:
    rows = await reader.execute(LIST, {"after": after, "limit": limit, "on": on})
    return [RoleRow(**row) for row in rows.mappings()]


async def find_role_row(reader: AsyncSession, role_id: UUID, *, on: date) -> RoleRow:
    """Raises RoleNotFound."""
    row = (await reader.execute(ONE, {"id": role_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise RoleNotFound
    return RoleRow(**row)
