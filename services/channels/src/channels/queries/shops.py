"""Shops as the screens show them: what is set, never what it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

COLUMNS = """
    SELECT id, name, platform, owner, currency, time_zone, api_url, credential_names, carrier_codes, active, created_at, updated_at, version
    FROM shop
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:seen AS text[]) IS NULL OR id = ANY(:seen))
      AND (CAST(:platform AS text) IS NULL OR platform = :platform)
      AND (CAST(:active AS boolean) IS NULL OR active = :active)
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(name)) > 0)
      AND (CAST(:after_name AS text) IS NULL OR (name, id) > (:after_name, :after_id))
    ORDER BY name, id LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE id = :id AND (CAST(:seen AS text[]) IS NULL OR id = ANY(:seen))")


@dataclass(frozen=True, kw_only=True)
class ShopRow:
    id: str
    name: str
    platform: str
    owner: str
    currency: str
    time_zone: str
    api_url: str
    credential_names: list[str]
    carrier_codes: dict[str, str]
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class ShopFilter:
    seen: frozenset[str] | None
    platform: str | None
    active: bool | None
    q: str | None


async def list_shop_rows(reader: AsyncSession, *, shown: ShopFilter, after: tuple[str, str] | None, limit: int) -> list[ShopRow]:
    name, shop_id = after or (None, None)
    rows = await reader.execute(
        LIST,
        {
            "seen": as_list(shown.seen),
            "platform": shown.platform,
            "active": shown.active,
            "q": shown.q,
            "after_name": name,
            "after_id": shop_id,
            "limit": limit,
        },
    )
    return [ShopRow(**row) for row in rows.mappings()]


async def find_shop_row(reader: AsyncSession, *, shop_id: str, seen: frozenset[str] | None) -> ShopRow | None:
    row = (await reader.execute(ONE, {"id": shop_id, "seen": as_list(seen)})).mappings().one_or_none()
    return None if row is None else ShopRow(**row)


def as_list(shops: frozenset[str] | None) -> list[str] | None:
    """A caller's scope as the database takes it: None is every shop."""
    return None if shops is None else sorted(shops)
