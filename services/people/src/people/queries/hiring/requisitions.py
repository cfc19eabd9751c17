"""Requisitions with where they stand, and requests for headcount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.hiring.headcount_request import HeadcountRequestNotFound
from people.domain.hiring.requisition import RequisitionNotFound
from people.queries.organisation.structure import DESCRIPTION

PLACE = f"""
    JOIN position p ON p.id = r.position_id LEFT JOIN ({DESCRIPTION}) d ON d.position_id = p.id
    LEFT JOIN unit_period u ON u.unit_id = p.unit_id AND u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on)
"""
TITLES = "coalesce(d.title_zh, p.code) AS title_zh, coalesce(d.title_en, p.code) AS title_en, p.unit_id, u.name_zh AS unit_zh, u.name_en AS unit_en"
PLANNED = """
    coalesce((SELECT planned FROM headcount h WHERE h.position_id = r.position_id AND h.valid_from <= :on
              ORDER BY h.valid_from DESC, h.id DESC LIMIT 1), 0) AS planned
"""
STAFF = """
    (SELECT count(*) FROM assignment a WHERE a.position_id = r.position_id AND a.valid_from <= :on
       AND (a.valid_until IS NULL OR a.valid_until > :on)) AS staff
"""
ROW = f"""
    SELECT r.id, r.number, r.position_id, {TITLES}, r.openings, r.hired, r.reason, r.wanted_by, r.state, r.opened_by, r.opened_at,
           r.closed_at, r.close_reason, r.version, {PLANNED}, {STAFF},
           (SELECT count(*) FROM candidate c WHERE c.requisition_id = r.id AND c.stage IN ('applied', 'interview', 'offered', 'accepted'))
               AS in_the_running
    FROM requisition r {PLACE}
"""
LIST = text(f"""
    {ROW}
    WHERE (CAST(:state AS text) IS NULL OR r.state = :state)
      AND (CAST(:position_id AS uuid) IS NULL OR r.position_id = CAST(:position_id AS uuid))
      AND (CAST(:before AS uuid) IS NULL OR r.id < CAST(:before AS uuid))
    ORDER BY r.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE r.id = :id")
REQUEST = f"""
    SELECT r.id, r.position_id, {TITLES}, r.before, r.planned AS asked, r.valid_from, r.reason, r.state, r.requested_by_name, r.requested_at,
           r.approval_id, r.decided_at, r.comment, r.version
    FROM headcount_request r {PLACE}
"""
REQUESTS = text(f"""
    {REQUEST} WHERE (CAST(:state AS text) IS NULL OR r.state = :state)
      AND (CAST(:before AS uuid) IS NULL OR r.id < CAST(:before AS uuid))
    ORDER BY r.id DESC LIMIT :limit
""")
ONE_REQUEST = text(f"{REQUEST} WHERE r.id = :id")


@dataclass(frozen=True, kw_only=True)
class RequisitionRow:
    """`planned` and `staff` are those of the day that was asked about."""

    id: UUID
    number: str
    position_id: UUID
    title_zh: str
    title_en: str
    unit_id: UUID
    unit_zh: str | None
    unit_en: str | None
    openings: int
    hired: int
    reason: str
    wanted_by: date
    state: str
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str | None
    version: int
    planned: int
    staff: int
    in_the_running: int


@dataclass(frozen=True, kw_only=True)
class HeadcountRequestRow:
    id: UUID
    position_id: UUID
    title_zh: str
    title_en: str
    unit_id: UUID
    unit_zh: str | None
    unit_en: str | None
    before: int
    asked: int
    valid_from: date
    reason: str
    state: str
    requested_by_name: str
    requested_at: datetime
    approval_id: UUID | None
    decided_at: datetime | None
    comment: str
    version: int


async def list_requisition_rows(
    reader: AsyncSession, *, on: date, state: str | None, position_id: UUID | None, before: UUID | None, limit: int
) -> Sequence[RequisitionRow]:
    given = {"on": on, "state": state, "position_id": position_id, "before": before, "limit": limit}
    return [RequisitionRow(**row) for row in (await reader.execute(LIST, given)).mappings()]


async def find_requisition_row(reader: AsyncSession, requisition_id: UUID, *, on: date) -> RequisitionRow:
    """Raises RequisitionNotFound."""
    row = (await reader.execute(ONE, {"id": requisition_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise RequisitionNotFound
    return RequisitionRow(**row)


async def list_headcount_request_rows(
    reader: AsyncSession, *, on: date, state: str | None, before: UUID | None, limit: int
) -> Sequence[HeadcountRequestRow]:
    given = {"on": on, "state": state, "before": before, "limit": limit}
    return [HeadcountRequestRow(**row) for row in (await reader.execute(REQUESTS, given)).mappings()]


async def find_headcount_request_row(reader: AsyncSession, request_id: UUID, *, on: date) -> HeadcountRequestRow:
    """Raises HeadcountRequestNotFound."""
    row = (await reader.execute(ONE_REQUEST, {"id": request_id, "on": on})).mappings().one_or_none()
    if row is None:
        raise HeadcountRequestNotFound
    return HeadcountRequestRow(**row)
