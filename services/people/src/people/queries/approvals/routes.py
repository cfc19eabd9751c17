"""Routes: of each kind what is in force, what is to come, and every version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.approvals.route import RouteNotFound

IN_FORCE = """
    SELECT DISTINCT ON (kind) id FROM approval_route WHERE effective_from <= :now ORDER BY kind, effective_from DESC, number DESC
"""
COLUMNS = f"""
    SELECT r.id, r.kind, r.number, r.name_zh, r.name_en, r.steps, r.reason, r.effective_from, r.created_at, r.created_by, r.published_at,
           r.published_by, r.version, r.id IN ({IN_FORCE}) AS in_force
    FROM approval_route r
"""
LIST = text(f"""
    {COLUMNS}
    WHERE (CAST(:kind AS text) IS NULL OR r.kind = :kind)
      AND (:every OR r.effective_from IS NULL OR r.effective_from > :now OR r.id IN ({IN_FORCE}))
      AND (CAST(:after_kind AS text) IS NULL OR (r.kind, -r.number) > (:after_kind, -CAST(:after_number AS int)))
    ORDER BY r.kind, r.number DESC LIMIT :limit
""")
ONE = text(f"{COLUMNS} WHERE r.id = :id")
KINDS = text(f"SELECT r.kind, r.name_zh, r.name_en FROM approval_route r WHERE r.id IN ({IN_FORCE}) ORDER BY r.kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    id: UUID
    kind: str
    number: int
    name_zh: str
    name_en: str
    steps: list[dict[str, Any]]
    reason: str
    effective_from: datetime | None
    created_at: datetime
    created_by: str
    published_at: datetime | None
    published_by: str | None
    version: int
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KindName:
    kind: str
    name_zh: str
    name_en: str


async def list_kind_names(reader: AsyncSession, *, now: datetime) -> list[KindName]:
    """Of everything that a route is in force for."""
    return [KindName(**row) for row in (await reader.execute(KINDS, {"now": now})).mappings()]


async def list_route_rows(
    reader: AsyncSession, *, kind: str | None, every: bool, now: datetime, after: tuple[str, int] | None, limit: int
) -> list[RouteRow]:
    """Without `every` only what is in force, to come, or a draft."""
    place = {"after_kind": None if after is None else after[0], "after_number": None if after is None else after[1]}
    rows = await reader.execute(LIST, {"kind": kind, "every": every, "now": now, "limit": limit, **place})
    return [RouteRow(**row) for row in rows.mappings()]


async def find_route_row(reader: AsyncSession, route_id: UUID, *, now: datetime) -> RouteRow:
    """Raises RouteNotFound."""
    row = (await reader.execute(ONE, {"id": route_id, "now": now})).mappings().one_or_none()
    if row is None:
        raise RouteNotFound
    return RouteRow(**row)
