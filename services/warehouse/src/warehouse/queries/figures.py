"""The day at a glance, for each warehouse."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.owner import Owners
from warehouse.queries.returns_policy import overdue_before

EACH = text("""
    SELECT w.code AS warehouse, w.name_zh, w.name_en,
           count(s.id) FILTER (WHERE s.state = 'waiting') AS waiting,
           count(s.id) FILTER (WHERE s.state = 'waiting' AND s.problem IS NOT NULL) AS with_problem,
           count(s.id) FILTER (WHERE s.state = 'picking') AS picking,
           count(s.id) FILTER (WHERE s.state = 'picked') AS picked,
           count(s.id) FILTER (WHERE s.state = 'packed') AS packed,
           (SELECT count(*) FROM shipment d WHERE d.warehouse_id = w.id AND d.shipped_at >= :since
            AND (CAST(:owners AS text[]) IS NULL OR d.owner = ANY(:owners))) AS shipped_today,
           (SELECT count(*) FROM parcel p JOIN shipment d ON d.id = p.shipment_id
            WHERE d.warehouse_id = w.id AND p.stuck_raised_at IS NOT NULL
              AND (CAST(:owners AS text[]) IS NULL OR p.owner = ANY(:owners))) AS stuck,
           (SELECT coalesce(sum(t.on_hand), 0)::bigint FROM stock t WHERE t.warehouse_id = w.id) AS pieces_on_hand,
           (SELECT coalesce(sum(t.reserved), 0)::bigint FROM stock t WHERE t.warehouse_id = w.id) AS pieces_reserved
    FROM warehouse w LEFT JOIN shipment s ON s.warehouse_id = w.id AND s.state NOT IN ('shipped', 'withdrawn')
      AND (CAST(:owners AS text[]) IS NULL OR s.owner = ANY(:owners))
    GROUP BY w.id ORDER BY w.rank, w.code
""")
RETURNS = text("""
    SELECT count(*) FILTER (WHERE p.state = 'waiting') AS returns_waiting,
           count(*) FILTER (WHERE p.arrived_at < :overdue_before) AS returns_overdue,
           count(*) FILTER (WHERE p.state = 'unknown') AS returns_unknown
    FROM return_parcel p WHERE p.state IN ('waiting', 'unknown') AND (CAST(:owners AS text[]) IS NULL OR (
        EXISTS (SELECT FROM return_match m WHERE m.return_parcel_id = p.id)
        AND NOT EXISTS (SELECT FROM return_match m JOIN expected_return e ON e.id = m.expected_return_id
                        WHERE m.return_parcel_id = p.id AND e.owner <> ALL(:owners))))
""")
SHORT = text("SELECT count(*) FROM reservation WHERE state = 'waiting' AND (CAST(:owners AS text[]) IS NULL OR owner = ANY(:owners))")
NOT_UNDERSTOOD = text("SELECT count(*) FROM carrier_push WHERE error IS NOT NULL")


class WarehouseFigures(BaseModel):
    warehouse: str
    name_zh: str
    name_en: str
    waiting: int
    with_problem: int
    picking: int
    picked: int
    packed: int
    shipped_today: int
    stuck: int
    pieces_on_hand: int
    pieces_reserved: int


class FiguresOut(BaseModel):
    """`short` are references that wait for stock; `pushes_not_understood` carriers' messages that a person should look at.

    Of returned parcels: `returns_waiting` are to be inspected, `returns_unknown` expected by nobody, `returns_overdue` of both lie for longer than the returns policy allows.
    """

    at: datetime
    waiting: int
    picking: int
    picked: int
    packed: int
    shipped_today: int
    stuck: int
    short: int
    pushes_not_understood: int
    returns_waiting: int
    returns_overdue: int
    returns_unknown: int
    warehouses: list[WarehouseFigures]


async def figures_of_today(session: AsyncSession, *, now: datetime, since: datetime, owners: Owners) -> FiguresOut:
    """`since` is the beginning of the company's day. Stock is everybody's; shipments, parcels and who waits are counted for `owners`."""
    each = [
        WarehouseFigures.model_validate(dict(row)) for row in (await session.execute(EACH, {"since": since, "owners": owners})).mappings()
    ]
    returned = (
        (await session.execute(RETURNS, {"owners": owners, "overdue_before": await overdue_before(session, now=now)})).mappings().one()
    )
    return FiguresOut(
        at=now,
        waiting=sum(one.waiting for one in each),
        picking=sum(one.picking for one in each),
        picked=sum(one.picked for one in each),
        packed=sum(one.packed for one in each),
        shipped_today=sum(one.shipped_today for one in each),
        stuck=sum(one.stuck for one in each),
        short=(await session.execute(SHORT, {"owners": owners})).scalar_one(),
        pushes_not_understood=(await session.execute(NOT_UNDERSTOOD)).scalar_one(),
        **dict(returned),
        warehouses=each,
    )
