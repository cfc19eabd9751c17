"""What after-sales keeps to: limits, days, deadlines, reasons (rules CARE-1, SYS-6)."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.aftersales.policy import AFTERSALES_RULE, AftersalesParameters
from orders.permissions import Permission
from orders.queries.aftersales.policies import AftersalesPolicyOut, find_aftersales_policies
from orders.use_cases.aftersales.publish_aftersales_policy import publish_aftersales_policy

router = transactional_router("/v1/aftersales/policies", tag="aftersales_policies")


class PublishAftersalesPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: AftersalesParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_aftersales_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[AftersalesPolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_aftersales_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_aftersales(
    body: PublishAftersalesPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> AftersalesPolicyOut:
    """A new version, from a moment on. What was decided stands."""
    policy = await publish_aftersales_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return AftersalesPolicyOut(
        rule=AFTERSALES_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
