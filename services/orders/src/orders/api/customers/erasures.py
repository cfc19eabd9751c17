"""Customers' personal data is erased: asked for, carried out by somebody else, and how long it is kept otherwise (rule ORD-5)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.customers.erasure import ERASURE_RULE, ErasureState, Ground, RetentionParameters
from orders.permissions import Permission
from orders.queries.customers.customer_list import CustomerId
from orders.queries.customers.erasures import (
    ErasureId,
    ErasureOut,
    RetentionPolicyOut,
    find_erasure,
    find_erasures,
    find_retention_policies,
)
from orders.use_cases.customers.ask_customer_erasure import ask_customer_erasure
from orders.use_cases.customers.carry_out_erasure import carry_out_erasure
from orders.use_cases.customers.publish_retention_policy import publish_retention_policy
from orders.use_cases.customers.refuse_erasure import refuse_erasure

router = transactional_router("/v1/customer-erasures", tag="customer_erasures")
policies = transactional_router("/v1/retention-policies", tag="retention_policies")
Editor = Annotated[Actor, Depends(requires(Permission.EDIT_CUSTOMERS))]
Eraser = Annotated[Actor, Depends(requires(Permission.ERASE_CUSTOMERS))]
Reason = Annotated[str, Field(min_length=2, max_length=500, pattern=r"\S")]


class AskErasure(Body):
    customer_id: CustomerId
    ground: Literal[Ground.BUYER, Ground.LAW, Ground.OTHER]
    reason: Reason


class CarryOutErasure(Body):
    comment: Annotated[str, Field(max_length=500)] = ""


class RefuseErasure(Body):
    reason: Reason


class PublishRetentionPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: RetentionParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_customer_erasures(
    reader: Reader, paging: Paging, actor: Editor, state: Annotated[ErasureState | None, Query()] = None
) -> Page[ErasureOut]:
    """Newest first; `state` asked are those that wait."""
    (before,) = paging.after(UUID) or (None,)
    found = await find_erasures(reader, actor=actor, state=state, before=before, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def ask_to_erase_customer(body: AskErasure, uow: Uow, actor: Editor) -> ErasureOut:
    """Ask to have a customer's personal data erased. Somebody else carries it out, within the policy's days."""
    erasure = await ask_customer_erasure(uow, customer_id=body.customer_id, ground=body.ground, reason=body.reason)
    await uow.session.flush()
    return await find_erasure(uow.session, erasure_id=erasure.id, actor=actor)


@router.post("/{erasure_id}/carry-out", dependencies=[ONCE])
async def carry_out_customer_erasure(erasure_id: ErasureId, body: CarryOutErasure, uow: Uow, actor: Eraser) -> ErasureOut:
    """Contacts, remarks, notes, tags and digests are gone for good; orders and amounts stay. Refused while an order or case is open."""
    erasure = await carry_out_erasure(uow, erasure_id=erasure_id, comment=body.comment)
    await uow.session.flush()
    return await find_erasure(uow.session, erasure_id=erasure.id, actor=actor)


@router.post("/{erasure_id}/refuse", dependencies=[ONCE])
async def refuse_customer_erasure(erasure_id: ErasureId, body: RefuseErasure, uow: Uow, actor: Eraser) -> ErasureOut:
    """It is not carried out, and why."""
    erasure = await refuse_erasure(uow, erasure_id=erasure_id, reason=body.reason)
    await uow.session.flush()
    return await find_erasure(uow.session, erasure_id=erasure.id, actor=actor)


@policies.get("")
async def list_retention_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[RetentionPolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_retention_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@policies.post("", status_code=201, dependencies=[ONCE])
async def publish_policy_of_retention(
    body: PublishRetentionPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> RetentionPolicyOut:
    """A new version, from a moment on. What it erases does not come back."""
    policy = await publish_retention_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return RetentionPolicyOut(
        rule=ERASURE_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
