"""Accounts as the screens show them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.account import AccountNotFound
from people.queries.organisation.reach import Sight

COLUMNS = """
    SELECT a.id, a.login, a.name, a.locale, a.shop_ids, a.disabled_at IS NOT NULL AS disabled, a.last_login_at, a.created_at, a.version,
           ARRAY(SELECT ar.role_id FROM account_role ar WHERE ar.account_id = a.id ORDER BY ar.role_id) AS role_ids,
           ARRAY(SELECT DISTINCT p FROM role_sources_on(:on) s JOIN role r ON r.id = s.role_id, unnest(r.permissions) p
                 WHERE s.account_id = a.id ORDER BY p) AS permissions,
           CASE WHEN EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) THEN 'on'
                WHEN EXISTS (SELECT FROM role_sources_on(:on) s WHERE s.account_id = a.id AND s.role_id = ANY(policy.required)) THEN 'required'
                ELSE 'off' END AS second_factor
    FROM account a CROSS JOIN (
        SELECT coalesce((SELECT second_factor_role_ids FROM access_policy WHERE effective_from <= now()
                         ORDER BY effective_from DESC, version DESC LIMIT 1), '{}') AS required
    ) policy
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(a.login || ' ' || a.name)) > 0)
      AND (CAST(:disabled AS boolean) IS NULL OR (a.disabled_at IS NOT NULL) = :disabled)
      AND (CAST(:role_id AS uuid) IS NULL
           OR EXISTS (SELECT FROM account_role ar WHERE ar.account_id = a.id AND ar.role_id = CAST(:role_id AS uuid)))
      AND (CAST(:units AS uuid[]) IS NULL OR a.id = CAST(:me AS uuid) OR EXISTS (
           SELECT FROM employee e JOIN assignment s ON s.employee_id = e.id JOIN position p ON p.id = s.position_id
           WHERE e.account_id = a.id AND p.unit_id = ANY(CAST(:units AS uuid[])) AND s.valid_from <= :on AND (s.valid_until IS NULL OR s.valid_until > :on)))
      AND (CAST(:after AS text) IS NULL OR a.login > :after)
    ORDER BY a.login LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE a.id = :id")


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    id: UUID
    login: str
    name: str
    locale: str
    shop_ids: list[str] | None
    disabled: bool
    last_login_at: datetime | None
    created_at: datetime
    version: int
    role_ids: list[UUID]
    permissions: list[str]
    second_factor: str


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """`role_id`: one of its own roles."""

    q: str | None
    disabled: bool | None
    role_id: UUID | None
    sight: Sight


async def list_account_rows(reader: AsyncSession, *, chosen: AccountFilter, after: str | None, limit: int, on: date) -> list[AccountRow]:
    units = None if chosen.sight.units is None else list(chosen.sight.units)
    seen = {"units": units, "me": chosen.sight.account_id}
    values = {"q": chosen.q, "disabled": chosen.disabled, "role_id": chosen.role_id, **seen}
    rows = await reader.execute(LIST, {**values, "after": after, "limit": limit, "on": on})
    return [AccountRow(**row) for row in rows.mappings()]


async def find_account_row(reader: AsyncSession, account_id: UUID, *, on: date) -> AccountRow:
    """Raises AccountNotFound."""
    row = (await reader.execute(ONE, {"id": account_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise AccountNotFound
    return AccountRow(**row)
