"""Pick lists, and the walk each of them is."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.owner import Owners
from warehouse.domain.pick_list import PickListNotFound

COLUMNS = """
    p.id, p.number, w.code AS warehouse, w.name_zh AS warehouse_zh, w.name_en AS warehouse_en, p.state, p.shipment_count,
    p.created_at, p.created_by, p.closed_at, p.closed_by, p.version
"""
# A list with goods that are not the reader's to see is not there for them.
SEEN = """(CAST(:owners AS text[]) IS NULL
    OR NOT EXISTS (SELECT FROM shipment s WHERE s.pick_list_id = p.id AND s.owner <> ALL(:owners)))"""
LIST = text(f"""
    SELECT {COLUMNS} FROM pick_list p JOIN warehouse w ON w.id = p.warehouse_id
    WHERE {SEEN} AND (CAST(:state AS text) IS NULL OR p.state = :state) AND (CAST(:warehouse AS text) IS NULL OR w.code = :warehouse)
      AND (CAST(:at AS timestamptz) IS NULL OR (p.created_at, p.id) < (:at, CAST(:id AS uuid)))
    ORDER BY p.created_at DESC, p.id DESC LIMIT :limit
""")
ONE = text(f"SELECT {COLUMNS} FROM pick_list p JOIN warehouse w ON w.id = p.warehouse_id WHERE p.number = :number AND {SEEN}")
STOPS = text("""
    SELECT b.code AS bin, b.zone, p.sku, p.lot, l.expires_on, coalesce(k.name_zh, '') AS name_zh, coalesce(k.name_en, '') AS name_en, k.barcode,
           sum(p.quantity)::bigint AS quantity,
           jsonb_agg(jsonb_build_object('shipment', s.number, 'quantity', p.quantity) ORDER BY s.number) AS shares
    FROM shipment s
    JOIN shipment_pick p ON p.shipment_id = s.id
    JOIN bin b ON b.id = p.bin_id
    LEFT JOIN sku k ON k.sku = p.sku
    LEFT JOIN lot l ON l.sku = p.sku AND l.code = p.lot
    WHERE s.pick_list_id = :id
    GROUP BY b.sort_order, b.code, b.zone, p.sku, p.lot, l.expires_on, k.name_zh, k.name_en, k.barcode
    ORDER BY b.sort_order, b.code, p.sku, p.lot
""")
ON_LIST = text("""
    SELECT number, shown_number, shop_name, state, note FROM shipment WHERE pick_list_id = :id ORDER BY number
""")


class PickListRow(BaseModel):
    number: str
    warehouse: str
    warehouse_zh: str
    warehouse_en: str
    state: str
    shipment_count: int
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str | None
    version: int


class Share(BaseModel):
    shipment: str
    quantity: int


class Stop(BaseModel):
    """One place of the walk: what to take there, and for which shipments. `lot` is empty where pieces cannot be told apart."""

    bin: str
    zone: str
    sku: str
    lot: str
    expires_on: date | None
    name_zh: str
    name_en: str
    barcode: str | None
    quantity: int
    shares: list[Share]


class ListedShipment(BaseModel):
    number: str
    shown_number: str
    shop_name: str
    state: str
    note: str


class PickListOut(BaseModel):
    pick_list: PickListRow
    stops: list[Stop]
    shipments: list[ListedShipment]


async def list_pick_lists_of_desk(
    session: AsyncSession,
    *,
    state: str | None,
    warehouse: str | None,
    owners: Owners,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[PickListRow, UUID]]:
    """Newest first, each with its id, for the cursor."""
    at, last = after or (None, None)
    values = {"state": state, "warehouse": warehouse, "owners": owners, "at": at, "id": last, "limit": limit + 1}
    return [(PickListRow.model_validate(dict(row)), row["id"]) for row in (await session.execute(LIST, values)).mappings()]


async def show_pick_list(session: AsyncSession, *, number: str, owners: Owners) -> PickListOut:
    """Stops in the order of the walk; areas come last. Raises PickListNotFound."""
    row = (await session.execute(ONE, {"number": number, "owners": owners})).mappings().one_or_none()
    if row is None:
        raise PickListNotFound(number=number)
    stops = (await session.execute(STOPS, {"id": row["id"]})).mappings()
    shipments = (await session.execute(ON_LIST, {"id": row["id"]})).mappings()
    return PickListOut(
        pick_list=PickListRow.model_validate(dict(row)),
        stops=[Stop.model_validate(dict(stop)) for stop in stops],
        shipments=[ListedShipment.model_validate(dict(shipment)) for shipment in shipments],
    )
