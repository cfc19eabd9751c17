"""A person puts a request at a platform aside: it is settled there, or is none of ours (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.platform_request import DISMISSED, PlatformRequest
from orders.store.aftersales.platform_requests import lock_open_request


async def dismiss_platform_request(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str, reason: str) -> PlatformRequest:
    """Not tried again, until the platform tells something new of it. Raises PlatformRequestNotFound, PlatformRequestIsCase."""
    request = await lock_open_request(uow, shop_id=shop_id, platform_refund_no=platform_refund_no, actor=uow.actor)
    before: dict[str, object] = {"shop": shop_id, "problem": request.problem}
    request.given_up, request.problem = True, DISMISSED
    uow.audit("platform_request.dismissed", noun="platform_request", noun_id=platform_refund_no, before=before, reason=reason)
    uow.changed("case", platform_refund_no)
    return request
