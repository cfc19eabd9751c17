"""Levels of customers: the policy's versions, what filters offer, and the service that an order's customer gets."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.customers.levels import LEVEL_RULE, LevelParameters
from orders.permissions import Permission
from orders.queries.customers.levels import LevelPolicyOut, LevelsOut, find_level_policies, find_levels
from orders.queries.customers.service_plan import ServicePlanOut, find_plan_of_order
from orders.queries.order_list import OrderId
from orders.use_cases.customers.publish_level_policy import publish_level_policy

router = transactional_router("/v1/customers", tag="customers")
policies = transactional_router("/v1/customer-level-policies", tag="customer_level_policies")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_CUSTOMERS))]


class PublishLevelPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: LevelParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/levels")
async def list_customer_levels(reader: Reader, now: Now, _: ReadingActor) -> LevelsOut:
    """Levels of the policy in force, highest first."""
    return await find_levels(reader, now=now)


@router.get("/of-order/{order_id}")
async def get_customer_of_order(order_id: OrderId, reader: Reader, now: Now, actor: ReadingActor) -> ServicePlanOut:
    """Whose order it is, with level and service plan."""
    return await find_plan_of_order(reader, order_id=order_id, actor=actor, now=now)


@policies.get("")
async def list_customer_level_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[LevelPolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_level_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@policies.post("", status_code=201, dependencies=[ONCE])
async def publish_customer_level_policy(
    body: PublishLevelPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> LevelPolicyOut:
    """A new version, from a moment on; once it is in force every file is looked at again."""
    policy = await publish_level_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return LevelPolicyOut(
        rule=LEVEL_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
