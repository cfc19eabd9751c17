"""Objections as the desk and their authors see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.objection import ObjectionNotFound

ROW = """
    SELECT o.id, o.number, o.employee_id, e.number AS employee_number, e.name AS employee_name, o.month, o.on_date, o.statement, o.witness,
           o.attachments, o.filed_at, o.state, o.heard, o.decision, o.corrected, o.was, o.became, o.decided_by, o.decided_at, o.version
    FROM attendance_objection o JOIN employee e ON e.id = o.employee_id
"""
VISIBLE = "(CAST(:visible AS uuid[]) IS NULL OR o.employee_id = ANY(CAST(:visible AS uuid[])))"
LIST = text(f"""
    {ROW} WHERE {VISIBLE} AND (CAST(:state AS text) IS NULL OR o.state = :state)
      AND (CAST(:month AS date) IS NULL OR o.month = CAST(:month AS date))
      AND (CAST(:employee_id AS uuid) IS NULL OR o.employee_id = CAST(:employee_id AS uuid))
      AND (CAST(:after AS uuid) IS NULL OR o.id < CAST(:after AS uuid))
    ORDER BY o.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE o.id = :id AND {VISIBLE}")


@dataclass(frozen=True, kw_only=True)
class ObjectionRow:
    id: UUID
    number: str
    employee_id: UUID
    employee_number: str
    employee_name: str
    month: date
    on_date: date
    statement: str
    witness: str
    attachments: str
    filed_at: datetime
    state: str
    heard: str
    decision: str
    corrected: list[dict[str, Any]]
    was: dict[str, Any]
    became: dict[str, Any] | None
    decided_by: str | None
    decided_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class ObjectionSearch:
    """`visible` None: everybody's."""

    visible: Sequence[UUID] | None
    state: str | None
    month: date | None
    employee_id: UUID | None


async def list_objection_rows(reader: AsyncSession, *, search: ObjectionSearch, after: UUID | None, limit: int) -> list[ObjectionRow]:
    """Newest first."""
    given = {name: getattr(search, name) for name in ObjectionSearch.__dataclass_fields__} | {"after": after, "limit": limit}
    return [ObjectionRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_objection_row(reader: AsyncSession, *, objection_id: UUID, visible: Sequence[UUID] | None) -> ObjectionRow:
    """Raises ObjectionNotFound."""
    row = (await reader.execute(ONE, {"id": objection_id, "visible": visible})).mappings().one_or_none()
    if row is None:
        raise ObjectionNotFound
    return ObjectionRow(**row)
