"""Extra roles as the screens show them, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.role_grant import GrantNotFound

COLUMNS = """
    SELECT g.id, g.account_id, a.name AS account_name, g.role_id, r.name_zh AS role_zh, r.name_en AS role_en, g.unit_id,
           u.name_zh AS unit_zh, u.name_en AS unit_en, g.reason, g.begins_on, g.ends_on,
           CASE WHEN g.state = 'approved' AND g.ends_on < :on THEN 'ended' ELSE g.state END AS state,
           g.requested_by, q.name AS requested_by_name, g.requested_at, g.decided_at, g.closed_at, g.close_reason, g.policy_version, g.version,
           ARRAY(SELECT d.name FROM unnest(g.decided_by) WITH ORDINALITY one(shown, place)
                 JOIN account d ON 'acc_' || replace(d.id::text, '-', '') = one.shown ORDER BY place) AS decided_by
    FROM role_grant g JOIN account a ON a.id = g.account_id JOIN account q ON q.id = g.requested_by JOIN role r ON r.id = g.role_id
    LEFT JOIN unit_period u ON u.unit_id = g.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
"""
MINE = "(CAST(:mine AS uuid) IS NULL OR CAST(:mine AS uuid) IN (g.account_id, g.requested_by))"
LIST = text(f"""
    {COLUMNS}
    WHERE {MINE}
      AND (CAST(:account_id AS uuid) IS NULL OR g.account_id = CAST(:account_id AS uuid))
      AND (CAST(:role_id AS uuid) IS NULL OR g.role_id = CAST(:role_id AS uuid))
      AND (CAST(:state AS text) IS NULL OR (CASE WHEN g.state = 'approved' AND g.ends_on < :on THEN 'ended' ELSE g.state END) = :state)
      AND (CAST(:after AS uuid) IS NULL OR g.id < CAST(:after AS uuid))
    ORDER BY g.id DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE g.id = :id AND {MINE}")


@dataclass(frozen=True, kw_only=True)
class RoleGrantRow:
    id: UUID
    account_id: UUID
    account_name: str
    role_id: UUID
    role_zh: str
    role_en: str
    unit_id: UUID | None
    unit_zh: str | None
    unit_en: str | None
    reason: str
    begins_on: date
    ends_on: date
    state: str
    requested_by: UUID
    requested_by_name: str
    requested_at: datetime
    decided_at: datetime | None
    decided_by: Sequence[str]
    closed_at: datetime | None
    close_reason: str | None
    policy_version: int
    version: int


@dataclass(frozen=True, kw_only=True)
class GrantFilter:
    """`mine`: only those that this account has or asked for."""

    mine: UUID | None
    account_id: UUID | None = None
    role_id: UUID | None = None
    state: str | None = None


async def list_role_grant_rows(
    reader: AsyncSession, *, chosen: GrantFilter, on: date, after: UUID | None, limit: int
) -> list[RoleGrantRow]:
    values = {"mine": chosen.mine, "account_id": chosen.account_id, "role_id": chosen.role_id, "state": chosen.state}
    rows = await reader.execute(LIST, {**values, "on": on, "after": after, "limit": limit})
    return [RoleGrantRow(**row) for row in rows.mappings()]


async def find_role_grant_row(reader: AsyncSession, grant_id: UUID, *, mine: UUID | None, on: date) -> RoleGrantRow:
    """Raises GrantNotFound."""
    row = (await reader.execute(ONE, {"id": grant_id, "mine": mine, "on": on})).mappings().one_or_none()
    if row is None:
        raise GrantNotFound
    return RoleGrantRow(**row)
