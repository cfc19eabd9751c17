"""Who holds stock, and who waits for it."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.owner import Owners

LIST = text("""
    SELECT r.reference, r.state, r.arrival, w.code AS warehouse, r.province, r.short_skus, r.requested_at, r.decided_at,
           coalesce((SELECT jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity) ORDER BY l.sku)
                     FROM reservation_line l WHERE l.reservation_id = r.id), '[]') AS lines
    FROM reservation r LEFT JOIN warehouse w ON w.id = r.warehouse_id
    WHERE r.state = :state AND (CAST(:owners AS text[]) IS NULL OR r.owner = ANY(:owners))
      AND (CAST(:reference AS text) IS NULL OR r.reference = :reference)
      AND (CAST(:sku AS text) IS NULL OR EXISTS (SELECT 1 FROM reservation_line l WHERE l.reservation_id = r.id AND l.sku = :sku))
      AND r.arrival > :after
    ORDER BY r.arrival LIMIT :limit
""")


class ReservedLine(BaseModel):
    sku: str
    quantity: int


class ReservationRow(BaseModel):
    reference: str
    state: str
    arrival: int
    warehouse: str | None
    province: str | None
    short_skus: list[str]
    lines: list[ReservedLine]
    requested_at: datetime
    decided_at: datetime


async def list_reservations_in_line(
    session: AsyncSession, *, state: str, reference: str | None, sku: str | None, owners: Owners, after: int | None, limit: int
) -> list[ReservationRow]:
    """In the order of their arrival: those that wait are served in it."""
    values = {"state": state, "reference": reference, "sku": sku, "owners": owners, "after": after or 0, "limit": limit + 1}
    return [ReservationRow.model_validate(dict(row)) for row in (await session.execute(LIST, values)).mappings()]
