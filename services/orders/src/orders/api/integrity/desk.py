"""The desk of fake orders: what is suspected and why, and a person's word on it (rule ORD-6)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import show_id
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.bulk_actions import ActionResults, Ids, results_of
from orders.domain.integrity.observation import Observation
from orders.domain.integrity.suspicion import SuspicionState
from orders.permissions import Permission
from orders.queries.integrity.suspicions import RingId, RingOut, RingRow, SuspicionOut, find_ring, find_rings, find_suspicions
from orders.use_cases.integrity.clear_suspicions import clear_suspicions
from orders.use_cases.integrity.confirm_suspicions import confirm_suspicions
from orders.use_cases.integrity.observe_orders import observe_orders

router = transactional_router("/v1/integrity", tag="fake_orders")
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
DeskActor = Annotated[Actor, Depends(requires(Permission.READ_SUSPICIONS))]
Decider = Annotated[Actor, Depends(requires(Permission.DECIDE_SUSPICIONS))]
Seconds = Annotated[int, Field(ge=0, le=2_000_000_000)]
LARGEST_SET = 500


class ConfirmSuspicions(Body):
    """`cancel` cancels those that have not left; else they stay held."""

    ids: Ids
    reason: Reason
    cancel: bool = False


class ClearSuspicions(Body):
    ids: Ids
    reason: Reason


class ObservationIn(Body):
    """What the shop saw of one order. What is left out changes nothing.

    `payer` and `device` are the shop's own words for them; only a keyed digest is kept.
    """

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    platform_order_no: Annotated[str, Field(min_length=1, max_length=64)]
    payer: Annotated[str, Field(max_length=200)] = ""
    device: Annotated[str, Field(max_length=200)] = ""
    praised_after_seconds: Seconds | None = None
    browsed_seconds: Seconds | None = None


class ObserveOrders(Body):
    observations: Annotated[list[ObservationIn], Field(min_length=1, max_length=LARGEST_SET)]


class ObservedOut(BaseModel):
    """`outcome`: noted, unknown (there is no such order) or too_early (it came in this moment: tell it again)."""

    shop_id: str
    platform_order_no: str
    order_id: str | None
    outcome: str


class ObservedSet(BaseModel):
    noted: int
    results: list[ObservedOut]


@router.get("/rings")
async def list_rings(reader: Reader, paging: Paging, actor: DeskActor) -> Page[RingRow]:
    """What waits for a person, by ring, oldest first. An order that hangs together with no other is a ring of one."""
    key = paging.after(datetime, UUID)
    found = await find_rings(reader, actor=actor, after=None if key is None else (key[0], key[1]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.flagged_at, last.id) if last else None)


@router.get("/rings/{ring_id}")
async def get_ring(ring_id: RingId, reader: Reader, actor: DeskActor) -> RingOut:
    """Its suspected orders, decided or not, and what ties them together."""
    return await find_ring(reader, ring_id=ring_id, actor=actor)


@router.get("/suspicions")
async def list_suspicions(
    reader: Reader, paging: Paging, actor: DeskActor, state: Annotated[SuspicionState, Query()] = SuspicionState.OPEN
) -> Page[SuspicionOut]:
    """Suspected orders with the reasons of each, newest first."""
    key = paging.after(datetime, UUID)
    found = await find_suspicions(reader, actor=actor, state=state, after=None if key is None else (key[0], key[1]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.flagged_at, last.id) if last else None)


@router.post("/suspicions/confirm", dependencies=[ONCE])
async def confirm_fake_orders(body: ConfirmSuspicions, request: Request, uow: Uow, _: Decider) -> ActionResults:
    """They are fake: every statistic leaves them out from now on, and their shop loses credit."""
    return results_of(await confirm_suspicions(uow, ids=body.ids, reason=body.reason, cancel=body.cancel), request)


@router.post("/suspicions/clear", dependencies=[ONCE])
async def clear_suspected_orders(body: ClearSuspicions, request: Request, uow: Uow, _: Decider) -> ActionResults:
    """They are real and go on."""
    return results_of(await clear_suspicions(uow, ids=body.ids, reason=body.reason), request)


@router.post("/observations", dependencies=[ONCE])
async def tell_observations(body: ObserveOrders, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.PLACE))]) -> ObservedSet:
    """Up to 500 at once, from the shop that takes the orders."""
    told = [
        Observation(
            shop_id=one.shop_id,
            platform_order_no=one.platform_order_no,
            payer=one.payer.strip(),
            device=one.device.strip(),
            praised_after_s=one.praised_after_seconds,
            browsed_s=one.browsed_seconds,
        )
        for one in body.observations
    ]
    results = [
        ObservedOut(
            shop_id=one.observation.shop_id,
            platform_order_no=one.observation.platform_order_no,
            order_id=None if one.order_id is None else show_id("ord", one.order_id),
            outcome="noted" if one.noted else "unknown" if one.order_id is None else "too_early",
        )
        for one in await observe_orders(uow, observations=told)
    ]
    return ObservedSet(noted=sum(one.outcome == "noted" for one in results), results=results)
