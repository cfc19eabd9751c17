"""What may somebody do, and why; and who may do this (rule ORG-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.grants import covering

SOURCES = text("""
    SELECT s.account_id, s.kind, s.role_id, r.name_zh AS role_zh, r.name_en AS role_en, r.permissions, r.reach, s.position_id,
           d.title_zh AS position_zh, d.title_en AS position_en, s.unit_id, u.name_zh AS unit_zh, u.name_en AS unit_en, s.grant_id,
           s.since, s.until, g.reason,
           ARRAY(SELECT a.name FROM unnest(g.decided_by) WITH ORDINALITY one(shown, place)
                 JOIN account a ON 'acc_' || replace(a.id::text, '-', '') = one.shown ORDER BY place) AS granted_by
    FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id
    LEFT JOIN LATERAL (
        SELECT title_zh, title_en FROM position_description
        WHERE position_id = s.position_id AND state = 'published' AND effective_from <= :on ORDER BY effective_from DESC, number DESC LIMIT 1
    ) d ON true
    LEFT JOIN unit_period u ON u.unit_id = s.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
    LEFT JOIN role_grant g ON g.id = s.grant_id
    WHERE s.account_id = ANY(:accounts) AND (CAST(:covering AS text[]) IS NULL OR r.permissions && CAST(:covering AS text[]))
      AND (CAST(:role_id AS uuid) IS NULL OR s.role_id = CAST(:role_id AS uuid))
    ORDER BY s.account_id, s.kind, r.id, s.since
""")
HOLDERS = text("""
    SELECT a.id, a.login, a.name, a.disabled_at IS NOT NULL AS disabled FROM account a
    WHERE EXISTS (
        SELECT FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id
        WHERE s.account_id = a.id AND (CAST(:covering AS text[]) IS NULL OR r.permissions && CAST(:covering AS text[]))
          AND (CAST(:role_id AS uuid) IS NULL OR s.role_id = CAST(:role_id AS uuid)))
      AND (CAST(:after AS text) IS NULL OR a.login > :after)
    ORDER BY a.login LIMIT :limit
""")


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """One way in which an account has a role: by itself, by a position in a unit, or by a grant."""

    account_id: UUID
    kind: str
    role_id: UUID
    role_zh: str
    role_en: str
    permissions: Sequence[str]
    reach: str
    position_id: UUID | None
    position_zh: str | None
    position_en: str | None
    unit_id: UUID | None
    unit_zh: str | None
    unit_en: str | None
    grant_id: UUID | None
    since: date | None
    until: date | None
    reason: str | None
    granted_by: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class HolderRow:
    id: UUID
    login: str
    name: str
    disabled: bool
    sources: Sequence[SourceRow]


async def list_sources(
    reader: AsyncSession, *, accounts: Sequence[UUID], on: date, permission: str | None = None, role_id: UUID | None = None
) -> list[SourceRow]:
    """`permission` leaves those that give it, also by a wildcard."""
    wanted = None if permission is None else covering(permission)
    rows = await reader.execute(SOURCES, {"accounts": list(accounts), "on": on, "covering": wanted, "role_id": role_id})
    return [SourceRow(**row) for row in rows.mappings()]


async def list_holders(
    reader: AsyncSession, *, permission: str | None, role_id: UUID | None, on: date, after: str | None, limit: int
) -> list[HolderRow]:
    """Sorted by login, each with the sources that make it so."""
    wanted = None if permission is None else covering(permission)
    found = await reader.execute(HOLDERS, {"on": on, "covering": wanted, "role_id": role_id, "after": after, "limit": limit})
    accounts = list(found.mappings())
    sources = await list_sources(reader, accounts=[row["id"] for row in accounts], on=on, permission=permission, role_id=role_id)
    return [HolderRow(**row, sources=[source for source in sources if source.account_id == row["id"]]) for row in accounts]
