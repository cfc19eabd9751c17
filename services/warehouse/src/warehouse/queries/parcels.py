"""Parcels on their way, the stuck ones first of all (rule ORD-4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.owner import Owners
from warehouse.domain.parcel import ParcelNotFound
from warehouse.queries.values import like_start

COLUMNS = """
    p.id, p.carrier_code, p.tracking_number, s.number AS shipment, s.shown_number, p.reference, w.code AS warehouse, s.shop_name,
    s.receiver_region, p.state, p.last_text, p.last_event_at, p.last_moved_at, s.shipped_at, p.stuck_raised_at, p.stuck_policy_version,
    p.created_at
"""
FROM = "FROM parcel p LEFT JOIN shipment s ON s.id = p.shipment_id LEFT JOIN warehouse w ON w.id = s.warehouse_id"
LIST = text(f"""
    SELECT {COLUMNS} {FROM}
    WHERE (CAST(:owners AS text[]) IS NULL OR p.owner = ANY(:owners))
      AND (CAST(:state AS text) IS NULL OR p.state = :state) AND (CAST(:carrier AS text) IS NULL OR p.carrier_code = :carrier)
      AND (CAST(:stuck AS boolean) IS NULL OR (p.stuck_raised_at IS NOT NULL) = :stuck)
      AND (CAST(:ours AS boolean) IS NULL OR (p.shipment_id IS NOT NULL) = :ours)
      AND (CAST(:q AS text) IS NULL OR p.tracking_number LIKE :start OR s.number LIKE :start OR s.shown_number LIKE :start)
      AND (CAST(:at AS timestamptz) IS NULL OR (p.created_at, p.id) < (:at, CAST(:id AS uuid)))
    ORDER BY p.created_at DESC, p.id DESC LIMIT :limit
""")
ONE = text(f"""
    SELECT {COLUMNS} {FROM}
    WHERE p.carrier_code = :carrier AND p.tracking_number = :number AND (CAST(:owners AS text[]) IS NULL OR p.owner = ANY(:owners))
""")
EVENTS = text("""
    SELECT at, text, state, source, received_at FROM parcel_event
    WHERE carrier_code = :carrier AND tracking_number = :number ORDER BY at DESC, id DESC LIMIT 1000
""")
PUSHES = text("""
    SELECT id, source, received_at, error FROM carrier_push
    WHERE error IS NOT NULL AND (CAST(:at AS timestamptz) IS NULL OR (received_at, id) < (:at, CAST(:id AS uuid)))
    ORDER BY received_at DESC, id DESC LIMIT :limit
""")
CARRIERS = text("SELECT code, name_zh, name_en, needs_phone_tail, active FROM carrier ORDER BY code = 'OTHER', code")


class ParcelRow(BaseModel):
    """`shipment` None: a carrier told of a number that is not ours (yet)."""

    carrier_code: str
    tracking_number: str
    shipment: str | None
    shown_number: str | None
    reference: str | None
    warehouse: str | None
    shop_name: str | None
    receiver_region: str | None
    state: str
    last_text: str
    last_event_at: datetime | None
    last_moved_at: datetime
    shipped_at: datetime | None
    stuck_raised_at: datetime | None
    stuck_policy_version: int | None


class ParcelEventRow(BaseModel):
    at: datetime
    text: str
    state: str
    source: str
    received_at: datetime


class ParcelOut(BaseModel):
    """`events` newest first."""

    parcel: ParcelRow
    events: list[ParcelEventRow]


class CarrierOut(BaseModel):
    code: str
    name_zh: str
    name_en: str
    needs_phone_tail: bool
    active: bool


class PushRow(BaseModel):
    """A push that was kept, but not understood."""

    source: str
    received_at: datetime
    error: str


@dataclass(frozen=True, kw_only=True)
class ParcelFilter:
    """`q` is the beginning of a waybill's, shipment's or order's number. None lets all pass."""

    state: str | None
    carrier: str | None
    stuck: bool | None
    ours: bool | None
    q: str | None


async def list_parcels_on_their_way(
    session: AsyncSession, *, wanted: ParcelFilter, owners: Owners, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[ParcelRow, datetime, UUID]]:
    """Newest first, each with its sort key, for the cursor."""
    at, last = after or (None, None)
    values: dict[str, object] = {"state": wanted.state, "carrier": wanted.carrier, "stuck": wanted.stuck, "ours": wanted.ours}
    values |= {"owners": owners, "q": wanted.q, "start": like_start((wanted.q or "").upper()), "at": at, "id": last, "limit": limit + 1}
    rows = (await session.execute(LIST, values)).mappings()
    return [(ParcelRow.model_validate(dict(row)), row["created_at"], row["id"]) for row in rows]


async def show_parcel(session: AsyncSession, *, carrier: str, tracking_number: str, owners: Owners) -> ParcelOut:
    """Raises ParcelNotFound."""
    key = {"carrier": carrier, "number": tracking_number}
    row = (await session.execute(ONE, {**key, "owners": owners})).mappings().one_or_none()
    if row is None:
        raise ParcelNotFound(tracking_number=tracking_number)
    events = (await session.execute(EVENTS, key)).mappings()
    return ParcelOut(parcel=ParcelRow.model_validate(dict(row)), events=[ParcelEventRow.model_validate(dict(event)) for event in events])


async def list_pushes_not_understood(
    session: AsyncSession, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[PushRow, UUID]]:
    at, last = after or (None, None)
    rows = (await session.execute(PUSHES, {"at": at, "id": last, "limit": limit + 1})).mappings()
    return [(PushRow.model_validate(dict(row)), row["id"]) for row in rows]


async def list_known_carriers(session: AsyncSession) -> list[CarrierOut]:
    return [CarrierOut.model_validate(dict(row)) for row in (await session.execute(CARRIERS)).mappings()]
