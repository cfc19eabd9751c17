"""Shipments, as the desk and the stations see them: the receiver only masked (rule ORD-5)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.owner import Owners
from warehouse.domain.shipment import ShipmentNotFound
from warehouse.queries.values import like_start

COLUMNS = """
    s.id, s.number, s.reference, s.shown_number, w.code AS warehouse, s.state, s.shop_name, s.receiver_region, s.note, s.problem,
    s.carrier_code, s.tracking_number, s.weight_g, s.goods_weight_g, s.weight_off, s.weight_accepted, p.number AS pick_list, s.packed_without_scan,
    s.created_at, s.picked_at, s.picked_by, s.packed_at, s.packed_by, s.shipped_at, s.shipped_by, s.withdrawn_at, s.withdrawn_reason,
    s.version,
    (SELECT coalesce(sum(l.quantity), 0)::bigint FROM shipment_line l WHERE l.shipment_id = s.id) AS pieces,
    (SELECT count(*) FROM shipment_line l WHERE l.shipment_id = s.id) AS sku_count
"""
FROM = "FROM shipment s JOIN warehouse w ON w.id = s.warehouse_id LEFT JOIN pick_list p ON p.id = s.pick_list_id"
LIST = f"""
    SELECT {COLUMNS} {FROM}
    WHERE (CAST(:owners AS text[]) IS NULL OR s.owner = ANY(:owners))
      AND (CAST(:state AS text[]) IS NULL OR s.state = ANY(:state)) AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (CAST(:carrier AS text) IS NULL OR s.carrier_code = :carrier)
      AND (CAST(:problem AS boolean) IS NULL OR (s.problem IS NOT NULL) = :problem)
      AND (CAST(:q AS text) IS NULL OR s.number LIKE :start OR s.tracking_number LIKE :start OR s.shown_number LIKE :start
           OR s.reference = :q)
      AND (CAST(:at AS timestamptz) IS NULL OR (s.created_at, s.id) {{after}} (:at, CAST(:id AS uuid)))
    ORDER BY s.created_at {{order}}, s.id {{order}} LIMIT :limit
"""
NEWEST = text(LIST.format(after="<", order="DESC"))
OLDEST = text(LIST.format(after=">", order="ASC"))
ONE = text(f"""
    SELECT {COLUMNS}, s.receiver_sealed {FROM}
    WHERE s.number = :number AND (CAST(:owners AS text[]) IS NULL OR s.owner = ANY(:owners))
""")
LINES = text("""
    SELECT l.sku, coalesce(k.name_zh, '') AS name_zh, coalesce(k.name_en, '') AS name_en, k.barcode,
           coalesce((SELECT string_agg(DISTINCT pb.code, ', ') FROM shipment_pick p JOIN bin pb ON pb.id = p.bin_id
                     WHERE p.shipment_id = s.id AND p.sku = l.sku), b.code) AS bin,
           l.quantity, l.picked_quantity, l.scanned_quantity, coalesce(k.weight_g, 0) AS weight_g
    FROM shipment_line l
    JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN sku k ON k.sku = l.sku
    LEFT JOIN stock t ON t.sku = l.sku AND t.warehouse_id = s.warehouse_id
    LEFT JOIN bin b ON b.id = t.bin_id
    WHERE s.number = :number ORDER BY b.sort_order, b.code, l.sku
""")


class ShipmentRow(BaseModel):
    number: str
    reference: str
    shown_number: str
    warehouse: str
    state: str
    shop_name: str
    receiver_region: str
    note: str
    problem: str | None
    carrier_code: str | None
    tracking_number: str | None
    weight_g: int | None
    goods_weight_g: int | None
    weight_off: bool
    weight_accepted: str | None
    pick_list: str | None
    pieces: int
    sku_count: int
    packed_without_scan: bool
    created_at: datetime
    picked_at: datetime | None
    picked_by: str | None
    packed_at: datetime | None
    packed_by: str | None
    shipped_at: datetime | None
    shipped_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    version: int


class ShipmentLineOut(BaseModel):
    sku: str
    name_zh: str
    name_en: str
    barcode: str | None
    bin: str | None
    quantity: int
    picked_quantity: int
    scanned_quantity: int
    weight_g: int
    """Of one piece; 0 when catalog does not know it."""


class FoundShipment(BaseModel):
    """A shipment with its lines, and the receiver still sealed."""

    shipment: ShipmentRow
    lines: list[ShipmentLineOut]
    receiver_sealed: str


@dataclass(frozen=True, kw_only=True)
class ShipmentFilter:
    """`q` is the beginning of a shipment's, waybill's or order's number, or a whole reference. None lets all pass."""

    states: list[str] | None
    warehouse: str | None
    carrier: str | None
    problem: bool | None
    q: str | None


async def list_shipments_of_desk(
    session: AsyncSession,
    *,
    wanted: ShipmentFilter,
    owners: Owners,
    oldest_first: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[ShipmentRow, UUID]]:
    """Each with its id, for the cursor."""
    at, last = after or (None, None)
    values: dict[str, object] = {"state": wanted.states, "warehouse": wanted.warehouse, "carrier": wanted.carrier}
    values |= {
        "owners": owners,
        "problem": wanted.problem,
        "q": wanted.q,
        "start": like_start((wanted.q or "").upper()),
        "at": at,
        "id": last,
        "limit": limit + 1,
    }
    rows = (await session.execute(OLDEST if oldest_first else NEWEST, values)).mappings()
    return [(ShipmentRow.model_validate(dict(row)), row["id"]) for row in rows]


async def show_shipment(session: AsyncSession, *, number: str, owners: Owners) -> FoundShipment:
    """Raises ShipmentNotFound."""
    row = (await session.execute(ONE, {"number": number, "owners": owners})).mappings().one_or_none()
    if row is None:
        raise ShipmentNotFound(number=number)
    lines = [ShipmentLineOut.model_validate(dict(line)) for line in (await session.execute(LINES, {"number": number})).mappings()]
    return FoundShipment(shipment=ShipmentRow.model_validate(dict(row)), lines=lines, receiver_sealed=row["receiver_sealed"])
