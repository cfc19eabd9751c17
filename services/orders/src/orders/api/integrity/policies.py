"""What makes an order suspicious, and what a case costs: versions with effective dates."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.integrity.policy import RULE, IntegrityParameters
from orders.permissions import Permission
from orders.queries.integrity.policies import IntegrityPolicyOut, find_integrity_policies
from orders.use_cases.integrity.publish_integrity_policy import publish_integrity_policy

router = transactional_router("/v1/integrity/policies", tag="integrity_policies")


class PublishIntegrityPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: IntegrityParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_integrity_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[IntegrityPolicyOut]:
    """All versions, newest first. A suspicion names the version it was scored by."""
    (before,) = paging.after(int) or (None,)
    found = await find_integrity_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_integrity(
    body: PublishIntegrityPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> IntegrityPolicyOut:
    """A new version, from a moment on. What was decided stands."""
    policy = await publish_integrity_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return IntegrityPolicyOut(
        rule=RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
