"""Versions of the latest-ship policy, and which orders have passed their deadline."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, text

from chassis.uow import UnitOfWork
from orders.domain.order_facts import IS_OPEN

# The order itself is not written to: whoever works at it meanwhile has nothing to read again.
NOTE_OVERDUE = text(f"""
    WITH late AS (
        SELECT o.id, o.number, o.shop_id, o.platform_order_no, o.status, o.ship_by FROM sales_order o
        WHERE o.ship_by IS NOT NULL AND o.{IS_OPEN} AND o.ship_by < :now
            AND NOT EXISTS (SELECT FROM overdue_order told WHERE told.order_id = o.id)
        ORDER BY o.ship_by, o.id LIMIT :most
    ), told AS (
        INSERT INTO overdue_order (order_id, ship_by, noted_at) SELECT id, ship_by, :now FROM late
        ON CONFLICT DO NOTHING RETURNING order_id
    ), entries AS (
        INSERT INTO timeline_entry (order_id, at, what, by_kind, by_name, facts)
        SELECT id, :now, 'overdue', :by_kind, :by_name, jsonb_build_object('ship_by', ship_by)
        FROM late WHERE id IN (SELECT order_id FROM told)
    )
    SELECT * FROM late WHERE id IN (SELECT order_id FROM told) ORDER BY ship_by, id
""")


async def note_overdue(uow: UnitOfWork, *, most: int) -> Sequence[RowMapping]:
    """Those that became late and were not told yet, the oldest deadline first."""
    values = {"now": uow.now, "most": most, "by_kind": uow.actor.kind, "by_name": uow.actor.name}
    return (await uow.session.execute(NOTE_OVERDUE, values)).mappings().all()
