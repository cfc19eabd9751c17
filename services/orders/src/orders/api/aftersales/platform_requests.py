"""What buyers ask at platforms and no case could be opened for: seen, tried again, or put aside (rule CARE-1)."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import Reason
from orders.domain.aftersales.platform_request import PlatformRequest
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.case_list import CaseId
from orders.queries.aftersales.platform_requests import PlatformRequestRow, RequestFilter, find_platform_requests
from orders.use_cases.aftersales.dismiss_platform_request import dismiss_platform_request
from orders.use_cases.aftersales.retry_platform_request import retry_platform_request

router = transactional_router("/v1/aftersales/platform-requests", tag="aftersales_platform_requests")
Opener = Annotated[Actor, Depends(requires(Permission.OPEN_CASES))]


class WhichRequest(Body):
    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    platform_refund_no: Annotated[str, Field(min_length=1, max_length=64)]


class DismissRequest(WhichRequest):
    reason: Reason


class RequestStanding(BaseModel):
    """`case_id` null: `problem` says why there is still none."""

    case_id: CaseId | None
    problem: str | None
    given_up: bool


class PlatformRequestQuery(BaseModel):
    all: bool = False
    shop_id: Annotated[str, Field(max_length=64)] | None = None


@router.get("")
async def list_platform_requests(
    asked: Annotated[PlatformRequestQuery, Query()],
    reader: Reader,
    paging: Paging,
    actor: Annotated[Actor, Depends(requires(Permission.READ_CASES))],
) -> Page[PlatformRequestRow]:
    """Those that became no case, oldest first; with `all` also those that are not tried any more."""
    after = paging.after(datetime, str, str)
    position = None if after is None else (after[0], after[1], after[2])
    wanted = RequestFilter(**asked.model_dump(), shops=shops_seen_by(actor), after=position, limit=paging.limit)
    rows = await find_platform_requests(reader, wanted)
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.first_at, last.shop_id, last.platform_refund_no)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.post("/retry", dependencies=[ONCE])
async def try_platform_request_again(body: WhichRequest, uow: Uow, _: Opener) -> RequestStanding:
    """At once, not only when its turn comes."""
    return _standing(await retry_platform_request(uow, shop_id=body.shop_id, platform_refund_no=body.platform_refund_no))


@router.post("/dismiss", dependencies=[ONCE])
async def put_platform_request_aside(body: DismissRequest, uow: Uow, _: Opener) -> RequestStanding:
    """Not tried again, until the platform tells something new of it."""
    return _standing(
        await dismiss_platform_request(uow, shop_id=body.shop_id, platform_refund_no=body.platform_refund_no, reason=body.reason)
    )


def _standing(request: PlatformRequest) -> RequestStanding:
    return RequestStanding(case_id=request.case_id, problem=request.problem, given_up=request.given_up)
