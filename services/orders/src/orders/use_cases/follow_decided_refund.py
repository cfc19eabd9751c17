"""After-sales has decided a refund: the order's invoice follows (rules ORD-2, CARE-2)."""

from chassis.uow import UnitOfWork
from orders.store.aftersales.orders import find_order_id
from orders.store.invoice_following import follow_refunds


async def follow_decided_refund(uow: UnitOfWork, *, shop_id: str, platform_order_no: str) -> None:
    order_id = await find_order_id(uow, shop_id=shop_id, platform_order_no=platform_order_no)
    if order_id is not None:
        await follow_refunds(uow, order_ids=[order_id])
