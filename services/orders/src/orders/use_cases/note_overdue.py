"""Orders that should have left by now are told of, each once (rule ORD-2)."""

from chassis.uow import UnitOfWork
from contracts.orders import LateOrder, OrdersDelayed
from orders.domain.reference import reference_of
from orders.store import ship_policies


async def note_overdue(uow: UnitOfWork, *, limit: int) -> int:
    """One set of at most `limit`. Returns how many there were."""
    rows = await ship_policies.note_overdue(uow, most=limit)
    late = [
        LateOrder(
            order_id=reference_of(row["id"], 1),
            number=row["number"],
            shop_id=row["shop_id"],
            platform_order_no=row["platform_order_no"],
            status=row["status"],
            ship_by=row["ship_by"],
        )
        for row in rows
    ]
    if late:
        uow.publish(OrdersDelayed(orders=late, noted_at=uow.now))
        uow.changed("order", *(order.order_id for order in late))
    return len(late)
