"""What has to be known before an order is typed in: whether its number is taken, and whether it is there already under another."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import text

from chassis.uow import UnitOfWork
from orders.domain.receiver import Receiver
from orders.domain.search_keys import phone_keys

TAKEN = text("SELECT number FROM sales_order WHERE platform_order_no = :platform_order_no AND shop_id = :shop_id")
# By the index of phones; the few orders of one phone are looked through.
ALIKE = text("""
    SELECT o.number FROM sales_order o
    WHERE o.phone_tail_digest = :tail AND o.phone_digest = :phone AND o.placed_at > :since AND o.shop_id = :shop_id AND o.kind = 'order'
        AND o.status NOT IN ('cancelled', 'closed')
        AND ARRAY(SELECT DISTINCT l.sku FROM order_line l WHERE l.order_id = o.id AND l.sku IS NOT NULL ORDER BY 1) = CAST(:skus AS text[])
    ORDER BY o.placed_at DESC, o.id DESC LIMIT 5
""")
ALIKE_WITHIN = timedelta(days=3)


async def number_of_taken(uow: UnitOfWork, *, shop_id: str, platform_order_no: str) -> str | None:
    """Our number of the order that bears this number of the shop's."""
    values = {"shop_id": shop_id, "platform_order_no": platform_order_no}
    return (await uow.session.execute(TAKEN, values)).scalar_one_or_none()


async def numbers_alike(uow: UnitOfWork, *, shop_id: str, receiver: Receiver, skus: Collection[str]) -> Sequence[str]:
    """Orders of the last days with this phone and exactly these SKUs, newest first."""
    phone, tail = phone_keys(receiver, uow.sealer.digest)
    if phone is None:
        return []
    values = {"phone": phone, "tail": tail, "shop_id": shop_id, "skus": sorted(set(skus)), "since": uow.now - ALIKE_WITHIN}
    return (await uow.session.execute(ALIKE, values)).scalars().all()
