"""Roles as the screens show them, oldest first: the standard roles of the first start lead."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.role import RoleNotFound

# Counted once for all roles: each source is looked at once, however many roles are shown.
LIST = text("""
    WITH held AS (SELECT role_id, count(DISTINCT account_id) AS accounts FROM role_sources_on(:on) GROUP BY role_id)
    SELECT r.id, r.code, r.name_zh, r.name_en, r.permissions, r.reach, r.version, coalesce(held.accounts, 0) AS account_count
    FROM role r LEFT JOIN held ON held.role_id = r.id
    WHERE CAST(:after AS uuid) IS NULL OR r.id > CAST(:after AS uuid) ORDER BY r.id LIMIT :limit
""")
ONE = text("""
    SELECT r.id, r.code, r.name_zh, r.name_en, r.permissions, r.reach, r.version,
           (SELECT count(DISTINCT s.account_id) FROM role_sources_on(:on) s WHERE s.role_id = r.id) AS account_count
    FROM role r WHERE r.id = :id
""")
GRANTABLE = text("""
    SELECT id, name_zh, name_en, permissions, reach FROM role
    WHERE CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid) ORDER BY id LIMIT :limit
""")


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


@dataclass(frozen=True, kw_only=True)
class GrantableRoleRow:
    id: UUID
    name_zh: str
    name_en: str
    permissions: list[str]
    reach: str


async def list_grantable_rows(reader: AsyncSession, *, after: UUID | None, limit: int) -> list[GrantableRoleRow]:
    rows = await reader.execute(GRANTABLE, {"after": after, "limit": limit})
    return [GrantableRoleRow(**row) for row in rows.mappings()]


async def list_role_rows(reader: AsyncSession, *, after: UUID | None, limit: int, on: date) -> list[RoleRow]:
    rows = await reader.execute(LIST, {"after": after, "limit": limit, "on": on})
    return [RoleRow(**row) for row in rows.mappings()]


async def find_role_row(reader: AsyncSession, role_id: UUID, *, on: date) -> RoleRow:
    """Raises RoleNotFound."""
    row = (await reader.execute(ONE, {"id": role_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise RoleNotFound
    return RoleRow(**row)
