"""Policies of the warehouse, with their versions (rule SYS-6)."""

from typing import Annotated

from fastapi import Depends
from pydantic import AwareDatetime, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from warehouse.domain.returns_policy import RETURNS_RULE, ReturnsParameters
from warehouse.permissions import Permission
from warehouse.queries.policies import StuckParcelPolicyOut, WeighingPolicyOut, list_policy_versions, list_weighing_policy_versions
from warehouse.queries.returns_policy import ReturnsPolicyOut, find_returns_policies
from warehouse.use_cases.publish_returns_policy import publish_returns_policy
from warehouse.use_cases.set_stuck_parcel_policy import set_stuck_parcel_policy
from warehouse.use_cases.set_weighing_policy import set_weighing_policy

router = transactional_router("/v1/policies/stuck-parcel", tag="policies")
weighing = transactional_router("/v1/policies/weighing", tag="policies")
returns = transactional_router("/v1/policies/returns", tag="policies")


class NewStuckParcelPolicy(Body):
    """From now on, or from `effective_from`."""

    hours: Annotated[int, Field(ge=1, le=1000)]
    effective_from: AwareDatetime | None = None


@router.get("")
async def list_stuck_parcel_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_PARCELS))]
) -> Page[StuckParcelPolicyOut]:
    """Newest version first (rule ORD-4)."""
    after = paging.after(int)
    rows = await list_policy_versions(reader, after=None if after is None else after[0], limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@router.post("", status_code=201, dependencies=[ONCE], name="set_stuck_parcel_policy")
async def set_policy(
    body: NewStuckParcelPolicy, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.SET_POLICIES))]
) -> StuckParcelPolicyOut:
    """A new version; the old ones stay, and results name the version they used."""
    made = await set_stuck_parcel_policy(uow, hours=body.hours, effective_from=body.effective_from)
    return StuckParcelPolicyOut.model_validate(made, from_attributes=True)


class NewWeighingPolicy(Body):
    """From now on, or from `effective_from`."""

    tolerance_percent: Annotated[int, Field(ge=0, le=100)]
    packaging_g: Annotated[int, Field(ge=0, le=100_000)]
    effective_from: AwareDatetime | None = None


@weighing.get("")
async def list_weighing_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_SHIPMENTS))]
) -> Page[WeighingPolicyOut]:
    """Newest version first (rule WMS-12)."""
    after = paging.after(int)
    rows = await list_weighing_policy_versions(reader, after=None if after is None else after[0], limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@weighing.post("", status_code=201, dependencies=[ONCE], name="set_weighing_policy")
async def set_weighing(
    body: NewWeighingPolicy, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.SET_POLICIES))]
) -> WeighingPolicyOut:
    """A new version; the old ones stay, and parcels name the version they were weighed by."""
    made = await set_weighing_policy(
        uow, tolerance_percent=body.tolerance_percent, packaging_g=body.packaging_g, effective_from=body.effective_from
    )
    return WeighingPolicyOut.model_validate(made, from_attributes=True)


class PublishReturnsPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: ReturnsParameters
    effective_from: AwareDatetime | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@returns.get("")
async def list_returns_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_RETURNS))]
) -> Page[ReturnsPolicyOut]:
    """Newest version first (rules CARE-2, ORD-5)."""
    (before,) = paging.after(int) or (None,)
    found = await find_returns_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@returns.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_returns(
    body: PublishReturnsPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.SET_POLICIES))]
) -> ReturnsPolicyOut:
    """A new version, from a moment on. Pictures whose time is over by it are removed, and do not come back."""
    policy = await publish_returns_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return ReturnsPolicyOut(
        rule=RETURNS_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
