"""In how many hours orders have to leave."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.ship_clock import ShipParameters
from orders.permissions import Permission
from orders.queries.ship_policies import RULE, ShipPolicyOut, find_ship_policies
from orders.use_cases.publish_ship_policy import publish_ship_policy

router = transactional_router("/v1/ship-policies", tag="ship_policies")


class PublishShipPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: ShipParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_ship_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[ShipPolicyOut]:
    """All versions, newest first. An order keeps the deadline of the version that was in force when it was paid."""
    (before,) = paging.after(int) or (None,)
    found = await find_ship_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def publish_latest_ship_policy(
    body: PublishShipPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> ShipPolicyOut:
    """A new version, for orders that are paid from a moment on."""
    policy = await publish_ship_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return ShipPolicyOut(
        rule=RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
