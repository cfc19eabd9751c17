"""A person has a request at a platform tried again, for what stood in its way is done (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.platform_request import PlatformRequest
from orders.store.aftersales.platform_requests import lock_open_request
from orders.use_cases.aftersales.follow_platform_request import follow_platform_request


async def retry_platform_request(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str) -> PlatformRequest:
    """It has a case then, or says again why not. Raises PlatformRequestNotFound, PlatformRequestIsCase."""
    request = await lock_open_request(uow, shop_id=shop_id, platform_refund_no=platform_refund_no, actor=uow.actor)
    request.given_up = False
    await follow_platform_request(uow, shop_id=shop_id, platform_refund_no=platform_refund_no)
    uow.audit(
        "platform_request.retried", noun="platform_request", noun_id=platform_refund_no, after={"shop": shop_id, "problem": request.problem}
    )
    uow.changed("case", platform_refund_no)
    return request
