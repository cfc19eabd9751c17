"""What review knows: shops, remembered mappings, and the review policy."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import Moment
from orders.domain.policy import REVIEW_RULE, ReviewParameters
from orders.permissions import Permission
from orders.queries.knowledge_lists import MappingId, MappingOut, OrderShop, PolicyOut, find_mappings, find_policies, find_shops
from orders.queries.review_reasons import HoldReason, find_hold_reasons
from orders.use_cases.forget_mapping import forget_mapping
from orders.use_cases.publish_policy import publish_policy

shops = transactional_router("/v1/shops", tag="order_shops")
mappings = transactional_router("/v1/sku-mappings", tag="sku_mappings")
policies = transactional_router("/v1/review-policies", tag="review_policies")
reasons = transactional_router("/v1/hold-reasons", tag="review_policies")


class PublishReviewPolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: ReviewParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@shops.get("")
async def list_order_shops(reader: Reader, paging: Paging, actor: Annotated[Actor, Depends(requires(Permission.READ))]) -> Page[OrderShop]:
    """The shops whose orders you see, for filters."""
    (after,) = paging.after(str) or ("",)
    found = await find_shops(reader, actor=actor, after=after, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.id) if last else None)


@mappings.get("")
async def list_sku_mappings(
    reader: Reader, paging: Paging, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> Page[MappingOut]:
    """Merchant codes of shops that people have explained."""
    key = paging.after(str, str, UUID)
    found = await find_mappings(reader, actor=actor, after=None if key is None else (key[0], key[1], key[2]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    cursor = make_cursor(last.shop_id, last.merchant_code, last.id) if last else None
    return page_of(found, limit=paging.limit, next_cursor=cursor)


@mappings.delete("/{mapping_id}", status_code=204)
async def forget_sku_mapping(mapping_id: MappingId, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.RESOLVE_ATTENTION))]) -> None:
    """Orders to come are matched without it."""
    await forget_mapping(uow, mapping_id=mapping_id)


class HoldReasons(BaseModel):
    data: list[HoldReason]


@reasons.get("")
async def list_hold_reasons(reader: Reader, _: Annotated[Actor, Depends(requires(Permission.READ))]) -> HoldReasons:
    """Why orders are held: every reason there is or was, who says yes to it, and its words."""
    return HoldReasons(data=await find_hold_reasons(reader))


@policies.get("")
async def list_review_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[PolicyOut]:
    """All versions, newest first. An order names the version it was reviewed by."""
    (before,) = paging.after(int) or (None,)
    found = await find_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@policies.post("", status_code=201, dependencies=[ONCE])
async def publish_review_policy(
    body: PublishReviewPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> PolicyOut:
    """A new version, from a moment on. Orders that were reviewed keep the version they were reviewed by."""
    policy = await publish_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return PolicyOut(
        rule=REVIEW_RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
