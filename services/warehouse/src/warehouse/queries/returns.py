"""Returned parcels and what is expected, as the receiving desk sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from warehouse.domain.owner import Owners
from warehouse.domain.return_refusals import ReturnNotFound
from warehouse.queries.returns_policy import overdue_before
from warehouse.queries.values import like_start

PictureId = Annotated[UUID, *prefixed("rpc")]

# Who is limited to shops sees parcels that are matched to these and to no other.
SEEN = """
    (CAST(:owners AS text[]) IS NULL OR (
        EXISTS (SELECT FROM return_match m WHERE m.return_parcel_id = p.id)
        AND NOT EXISTS (SELECT FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id
                        WHERE m.return_parcel_id = p.id AND e.owner <> ALL(:owners))))
"""
COLUMNS = """
    p.id, p.number, p.tracking_number, p.carrier_code, w.code AS warehouse, p.state, p.sender, p.note, p.arrived_at, p.arrived_by,
    p.closed_at, p.closed_by, p.closed_reason, p.version, p.state IN ('unknown', 'waiting') AND p.arrived_at < :overdue_before AS overdue,
    (SELECT coalesce(array_agg(e.number ORDER BY m.place), '{}') FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id
     WHERE m.return_parcel_id = p.id) AS cases,
    (SELECT count(*) FROM return_picture i WHERE i.return_parcel_id = p.id) AS pictures
"""
LIST = text(f"""
    SELECT {COLUMNS} FROM return_parcel p JOIN warehouse w ON w.id = p.warehouse_id
    WHERE {SEEN} AND (CAST(:state AS text) IS NULL OR p.state = :state)
      AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (NOT :overdue OR (p.state IN ('unknown', 'waiting') AND p.arrived_at < :overdue_before))
      AND (CAST(:q AS text) IS NULL OR p.tracking_number LIKE :start OR p.number LIKE :start OR EXISTS (
           SELECT FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id
           WHERE m.return_parcel_id = p.id AND (e.number LIKE :start OR e.order_number LIKE :start)))
      AND (CAST(:at AS timestamptz) IS NULL OR (p.arrived_at, p.id) < (:at, CAST(:id AS uuid)))
    ORDER BY p.arrived_at DESC, p.id DESC LIMIT :limit
""")
ONE = text(f"SELECT {COLUMNS} FROM return_parcel p JOIN warehouse w ON w.id = p.warehouse_id WHERE {SEEN} AND p.number = :number")
EXPECTED_COLUMNS = """
    e.id, e.reference, e.number, e.order_number, e.shop_name, e.owner AS shop_id, e.state, e.carrier_code, e.tracking_number, e.note,
    e.expected_at, e.withdrawn_reason,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'name_zh', coalesce(k.name_zh, ''), 'name_en', coalesce(k.name_en, ''),
            'barcode', k.barcode, 'quantity', l.quantity, 'found', l.found_quantity) ORDER BY l.sku), '[]')
     FROM expected_return_line l LEFT JOIN sku k ON k.sku = l.sku WHERE l.expected_return_id = e.id) AS lines
"""
EXPECTED = text(f"""
    SELECT {EXPECTED_COLUMNS} FROM expected_return e
    WHERE e.number <> '' AND (CAST(:owners AS text[]) IS NULL OR e.owner = ANY(:owners))
      AND (CAST(:state AS text) IS NULL OR e.state = :state)
      AND (CAST(:sku AS text) IS NULL OR EXISTS (
           SELECT FROM expected_return_line l LEFT JOIN sku k ON k.sku = l.sku
           WHERE l.expected_return_id = e.id AND (l.sku = :sku OR k.barcode = :sku) AND l.found_quantity < l.quantity))
      AND (CAST(:q AS text) IS NULL OR e.number LIKE :start OR e.order_number LIKE :start OR e.tracking_number LIKE :start)
      AND (CAST(:at AS timestamptz) IS NULL OR (e.expected_at, e.id) < (:at, CAST(:id AS uuid)))
    ORDER BY e.expected_at DESC, e.id DESC LIMIT :limit
""")
OF_PARCEL = text(f"""
    SELECT {EXPECTED_COLUMNS}, m.number AS match_number, m.matched_at, m.matched_by
    FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id WHERE m.return_parcel_id = :parcel_id ORDER BY m.place
""")
FINDINGS = text("""
    SELECT e.number AS case_number, f.sku, f.quantity, f.verdict, f.note, f.found_at, f.found_by
    FROM return_finding f JOIN expected_return e ON e.id = f.expected_return_id WHERE f.return_parcel_id = :parcel_id ORDER BY f.id
""")
PICTURES = text(
    "SELECT id, width, height, taken_at, taken_by, removed_at FROM return_picture WHERE return_parcel_id = :parcel_id ORDER BY id"
)


class ReturnRow(BaseModel):
    """`cases` are the numbers of what it is matched to. `overdue`: it lies at the desk for longer than the returns policy allows."""

    number: str
    tracking_number: str
    carrier_code: str | None
    warehouse: str
    state: str
    sender: str
    note: str
    cases: list[str]
    pictures: int
    overdue: bool
    arrived_at: datetime
    arrived_by: str
    closed_at: datetime | None
    closed_by: str | None
    closed_reason: str | None
    version: int


class ExpectedLineOut(BaseModel):
    """`found` are the pieces with a verdict, of whatever parcel."""

    sku: str
    name_zh: str
    name_en: str
    barcode: str | None
    quantity: int
    found: int


class ExpectedReturnRow(BaseModel):
    reference: str
    number: str
    order_number: str
    shop_name: str
    shop_id: str
    state: str
    carrier_code: str | None
    tracking_number: str | None
    note: str
    expected_at: datetime
    withdrawn_reason: str | None
    lines: list[ExpectedLineOut]


class MatchedReturn(ExpectedReturnRow):
    match_number: str
    matched_at: datetime
    matched_by: str


class FindingOut(BaseModel):
    case_number: str
    sku: str
    quantity: int
    verdict: str
    note: str
    found_at: datetime
    found_by: str


class PictureOut(BaseModel):
    """`removed_at`: its time is over or its customer was erased; it cannot be looked at any more."""

    id: PictureId
    width: int
    height: int
    taken_at: datetime
    taken_by: str
    removed_at: datetime | None


class ReturnOut(BaseModel):
    """A parcel, what it is matched to, what was found in it so far, and its pictures."""

    parcel: ReturnRow
    matches: list[MatchedReturn]
    findings: list[FindingOut]
    pictures: list[PictureOut]


@dataclass(frozen=True, kw_only=True)
class ReturnFilter:
    """`q` is the beginning of a waybill's, parcel's, case's or order's number. None lets all pass."""

    state: str | None
    warehouse: str | None
    overdue: bool
    q: str | None


@dataclass(frozen=True, kw_only=True)
class ExpectedFilter:
    """`q` is the beginning of a case's, order's or waybill's number; `sku` a SKU or barcode of which some is still awaited."""

    state: str | None
    sku: str | None
    q: str | None


async def list_returned_parcels(
    session: AsyncSession, *, wanted: ReturnFilter, owners: Owners, now: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[ReturnRow, UUID]]:
    """Newest first, each with its id, for the cursor."""
    at, last = after or (None, None)
    values: dict[str, object] = {"state": wanted.state, "warehouse": wanted.warehouse, "overdue": wanted.overdue, "q": wanted.q}
    values |= {"start": like_start((wanted.q or "").upper()), "owners": owners, "overdue_before": await overdue_before(session, now=now)}
    rows = (await session.execute(LIST, {**values, "at": at, "id": last, "limit": limit + 1})).mappings()
    return [(ReturnRow.model_validate(dict(row)), row["id"]) for row in rows]


async def show_return(session: AsyncSession, *, number: str, owners: Owners, now: datetime) -> ReturnOut:
    """Raises ReturnNotFound."""
    values = {"number": number, "owners": owners, "overdue_before": await overdue_before(session, now=now)}
    row = (await session.execute(ONE, values)).mappings().one_or_none()
    if row is None:
        raise ReturnNotFound(number=number)
    key = {"parcel_id": row["id"]}
    matches = [MatchedReturn.model_validate(dict(one)) for one in (await session.execute(OF_PARCEL, key)).mappings()]
    findings = [FindingOut.model_validate(dict(one)) for one in (await session.execute(FINDINGS, key)).mappings()]
    pictures = [PictureOut.model_validate(dict(one)) for one in (await session.execute(PICTURES, key)).mappings()]
    return ReturnOut(parcel=ReturnRow.model_validate(dict(row)), matches=matches, findings=findings, pictures=pictures)


async def list_expectations(
    session: AsyncSession, *, wanted: ExpectedFilter, owners: Owners, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[ExpectedReturnRow, UUID]]:
    """Newest first, each with its id, for the cursor."""
    at, last = after or (None, None)
    values: dict[str, object] = {"state": wanted.state, "sku": wanted.sku, "q": wanted.q, "start": like_start((wanted.q or "").upper())}
    rows = (await session.execute(EXPECTED, {**values, "owners": owners, "at": at, "id": last, "limit": limit + 1})).mappings()
    return [(ExpectedReturnRow.model_validate(dict(row)), row["id"]) for row in rows]
