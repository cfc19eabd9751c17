"""Which shipment carries an order: noted for a whole envelope at once, it is part of the hot path."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.reference import reference_of
from orders.store.orders import IN_ORDER_OF_LOCKS

NOTE = text(f"""
    WITH told AS (
        SELECT DISTINCT ON (order_id) order_id, attempt, number
        FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:numbers AS text[])) AS t(order_id, attempt, number)
        ORDER BY order_id, attempt DESC
    ), held AS (
        SELECT o.id, told.number FROM sales_order o JOIN told ON told.order_id = o.id AND told.attempt = o.attempt
        WHERE o.shipment_number IS DISTINCT FROM told.number AND o.status IN ('allocated', 'picked', 'packed')
        ORDER BY {IN_ORDER_OF_LOCKS} FOR UPDATE OF o
    )
    UPDATE sales_order SET shipment_number = held.number, version = version + 1, updated_at = :now
    FROM held WHERE sales_order.id = held.id
    RETURNING sales_order.id
""")


async def note_shipment_numbers(uow: UnitOfWork, told: Sequence[tuple[UUID, int, str]]) -> None:
    """`told` holds order, attempt and shipment number. A shipment of an earlier attempt changes nothing, nor does one that was
    stopped or has left meanwhile.
    """
    if not told:
        return
    ids, attempts, numbers = zip(*told, strict=True)
    noted = await uow.session.execute(NOTE, {"ids": list(ids), "attempts": list(attempts), "numbers": list(numbers), "now": uow.now})
    uow.changed("order", *(reference_of(order_id, 1) for order_id in noted.scalars()))
