"""Whom a route can name: standard roles and open positions, by their names. No more than that is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.queries.organisation.structure import DESCRIPTION

ROLES = text("SELECT code, name_zh, name_en FROM role WHERE code IS NOT NULL ORDER BY code")
POSITIONS = text(f"""
    SELECT p.id, p.code, coalesce(d.title_zh, p.code) AS title_zh, coalesce(d.title_en, p.code) AS title_en,
           u.name_zh AS unit_zh, u.name_en AS unit_en
    FROM position p LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    LEFT JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
    WHERE (p.id = ANY(:ids)
           OR cardinality(CAST(:ids AS uuid[])) = 0 AND (p.closed_on IS NULL OR p.closed_on > :on)
              AND position(lower(:q) IN lower(concat_ws(' ', p.code, d.title_zh, d.title_en, u.name_zh, u.name_en))) > 0)
    ORDER BY title_zh, p.code LIMIT :limit
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRole:
    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePosition:
    id: UUID
    code: str
    title_zh: str
    title_en: str
    unit_zh: str | None
    unit_en: str | None


async def list_route_roles(reader: AsyncSession) -> list[RouteRole]:
    return [RouteRole(**row) for row in (await reader.execute(ROLES)).mappings()]


async def list_route_positions(reader: AsyncSession, *, q: str, ids: Sequence[UUID], on: date, limit: int) -> list[RoutePosition]:
    """Open ones with `q` in their title, code or unit; with `ids` exactly those, open or not, for the routes that name them."""
    rows = await reader.execute(POSITIONS, {"q": q, "ids": list(ids), "on": on, "limit": limit})
    return [RoutePosition(**row) for row in rows.mappings()]
