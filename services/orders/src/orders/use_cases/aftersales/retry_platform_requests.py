"""Requests at platforms that became no case yet, for their order had not come or had no pieces left: tried again (rule CARE-1)."""

from datetime import timedelta

from chassis.uow import UnitOfWork
from orders.store.aftersales.platform_requests import waiting_requests
from orders.use_cases.aftersales.follow_platform_request import follow_platform_request

TRY_AGAIN_AFTER = timedelta(minutes=1)
MOST_AT_ONCE = 100


async def retry_platform_requests(uow: UnitOfWork) -> None:
    for shop_id, platform_refund_no in await waiting_requests(uow, before=uow.now - TRY_AGAIN_AFTER, limit=MOST_AT_ONCE):
        await follow_platform_request(uow, shop_id=shop_id, platform_refund_no=platform_refund_no)
