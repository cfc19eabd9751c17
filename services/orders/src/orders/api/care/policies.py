"""What customer care keeps to: working hours, deadlines, call-backs, mediation (rules CARE-3, CARE-5, CARE-8, SYS-6)."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.care.policy import CARE_RULE, CareParameters
from orders.permissions import Permission
from orders.queries.care.policies import CarePolicyOut, find_care_policies
from orders.use_cases.care.publish_care_policy import publish_care_policy

router = transactional_router("/v1/care/policies", tag="care_policies")


class PublishCarePolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: CareParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_care_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[CarePolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_care_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_care(
    body: PublishCarePolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> CarePolicyOut:
    """A new version, from a moment on. What was decided stands."""
    policy = await publish_care_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return CarePolicyOut(
        rule=CARE_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
