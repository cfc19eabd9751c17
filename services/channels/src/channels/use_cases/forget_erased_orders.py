"""A customer was erased: what shops sent of their orders goes; that it came, and what became of it, stays (rule ORD-5)."""

from collections.abc import Sequence

from channels.store.inbound_messages import remove_payloads_of
from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import ErasedPlatformOrder


async def forget_erased_orders(uow: UnitOfWork, *, orders: Sequence[ErasedPlatformOrder], erasure_id: str) -> None:
    """Told twice, the second time finds nothing more."""
    for message_id, shop_id in await remove_payloads_of(uow, orders=[(one.shop_id, one.platform_order_no) for one in orders]):
        after: dict[str, object] = {"erasure": erasure_id}
        uow.audit("inbound_message.payload_erased", noun="inbound_message", noun_id=show_id("inb", message_id), after=after)
        uow.changed("inbound_message", shop_id)
