"""Somebody's delegations, given and got; and the colleagues one can delegate to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.approvals.delegation import DelegationNotFound

COLUMNS = """
    SELECT d.id, d.from_account_id, f.name AS from_name, d.to_account_id, t.name AS to_name, d.kinds, d.from_on, d.until_on, d.reason,
           d.created_at, d.ended_at, d.version
    FROM approval_delegation d JOIN account f ON f.id = d.from_account_id JOIN account t ON t.id = d.to_account_id
"""
LIST = text(f"""
    {COLUMNS} WHERE (d.from_account_id = :me OR d.to_account_id = :me) AND (CAST(:after AS uuid) IS NULL OR d.id < :after)
    ORDER BY d.id DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE d.id = :id")
COLLEAGUES = text("""
    SELECT a.id, a.name FROM account a LEFT JOIN employee e ON e.account_id = a.id
    WHERE a.disabled_at IS NULL AND a.id <> :me AND (e.id IS NULL OR e.left_on IS NULL OR e.left_on >= :today)
      AND (:q = '' OR position(lower(:q) IN lower(a.name)) > 0)
    ORDER BY a.name, a.id LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    id: UUID
    from_account_id: UUID
    from_name: str
    to_account_id: UUID
    to_name: str
    kinds: list[str] | None
    from_on: date
    until_on: date
    reason: str
    created_at: datetime
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    id: UUID
    name: str


async def list_delegation_rows(reader: AsyncSession, *, me: UUID, after: UUID | None, limit: int) -> list[DelegationRow]:
    rows = await reader.execute(LIST, {"me": me, "after": after, "limit": limit})
    return [DelegationRow(**row) for row in rows.mappings()]


async def find_delegation_row(reader: AsyncSession, delegation_id: UUID) -> DelegationRow:
    """Raises DelegationNotFound."""
    row = (await reader.execute(ONE, {"id": delegation_id})).mappings().one_or_none()
    if row is None:
        raise DelegationNotFound
    return DelegationRow(**row)


async def list_colleagues(reader: AsyncSession, *, me: UUID, q: str, today: date, limit: int) -> list[Colleague]:
    rows = await reader.execute(COLLEAGUES, {"me": me, "q": q, "today": today, "limit": limit})
    return [Colleague(**row) for row in rows.mappings()]
