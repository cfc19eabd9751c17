"""Buyers ask at the shops' platforms: each request becomes a case, and what the platform did by itself is held against ours (rule CARE-1)."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.orders import PlatformRefund
from orders.store.aftersales.platform_requests import take_request
from orders.use_cases.aftersales.follow_platform_request import follow_platform_request


async def take_platform_refunds(uow: UnitOfWork, *, refunds: Sequence[PlatformRefund]) -> None:
    """An older version of one, or the same again, changes nothing."""
    for told in sorted(refunds, key=lambda one: (one.shop_id, one.platform_refund_no, one.modified_at)):
        if await take_request(uow, told):
            await follow_platform_request(uow, shop_id=told.shop_id, platform_refund_no=told.platform_refund_no)
