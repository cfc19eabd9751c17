"""A shop whose orders may come in, or a change of it."""

from chassis.uow import UnitOfWork
from contracts.orders import RegisterShop
from orders.store.knowledge import knowledge_changed
from orders.store.shops import write_shop


async def register_shop(uow: UnitOfWork, *, shop: RegisterShop) -> None:
    """Orders of it that wait are looked at again by the recheck that follows (jobs/recheck.py)."""
    if await write_shop(uow, shop):
        await knowledge_changed(uow)
        after: dict[str, object] = {"name": shop.name, "platform": shop.platform, "active": shop.active, "version": shop.version}
        uow.audit("shop.registered", noun="shop", noun_id=shop.shop_id, after=after)
        uow.changed("shop", shop.shop_id)
