"""Gift rules 赠品规则: published by versions, tried on past orders, and what they gave an order."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Path
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.refusals import FieldError, Invalid
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from orders.api.bulk_actions import OrderId
from orders.api.order_bodies import Moment
from orders.domain.gift_rule import GiftParameters
from orders.permissions import Permission
from orders.queries.gift_rules import (
    GiftRuleId,
    GiftRuleOut,
    GiftRuleVersionsOut,
    OrderGiftsOut,
    find_gift_rule_versions,
    find_gift_rules,
    find_gifts_of_order,
)
from orders.queries.gift_trial import GiftTrial, Span, try_gift_rule
from orders.use_cases.publish_gift_rule import publish_gift_rule

router = transactional_router("/v1/gift-rules", tag="gift_rules")
of_orders = transactional_router("/v1/orders", tag="orders")
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", examples=["TEE-MUG"])]
Reading = Annotated[Actor, Depends(requires(Permission.READ_GIFT_RULES))]
LONGEST_SPAN = timedelta(days=93)


class SpanTooLong(Invalid):
    code = "span_too_long"
    rule = "ORD-2"
    zh = "请选择不超过 {days} 天的一段时间，结束须晚于开始。"
    en = "Choose at most {days} days, and an end after the start."


class PublishGiftRule(Body):
    """`effective_from` left out: from now on. `stopped`: from then on the rule gives nothing."""

    parameters: GiftParameters
    effective_from: Moment | None = None
    stopped: bool = False
    note: Annotated[str, Field(max_length=500)] = ""


class TryGiftRule(Body):
    """Orders placed from `start` to before `end`, at most 93 days."""

    parameters: GiftParameters
    start: Moment
    end: Moment


class PublishedGiftRule(BaseModel):
    id: GiftRuleId
    code: str
    version: int


@router.get("")
async def list_gift_rules(reader: Reader, paging: Paging, actor: Reading) -> Page[GiftRuleOut]:
    """Each rule with its newest version, by code."""
    (after,) = paging.after(str) or ("",)
    found = await find_gift_rules(reader, actor=actor, after=after, limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.code) if last else None)


@router.post("/try")
async def try_draft_of_gift_rule(body: TryGiftRule, reader: Reader, actor: Reading, context: Here) -> GiftTrial:
    """Which past orders would get it, and how many pieces. Nothing is written."""
    if not timedelta() < body.end - body.start <= LONGEST_SPAN:
        error = FieldError(pointer="/end", code="span", zh="起止时间不合适", en="does not fit the start")
        raise SpanTooLong(days=LONGEST_SPAN.days, errors=[error])
    span = Span(start=body.start, end=body.end)
    return await try_gift_rule(reader, parameters=body.parameters, span=span, now=context.clock.now(), actor=actor)


@router.get("/{code}/versions")
async def list_gift_rule_versions(code: Code, reader: Reader, actor: Reading) -> GiftRuleVersionsOut:
    """Newest first."""
    return GiftRuleVersionsOut(data=await find_gift_rule_versions(reader, code=code, actor=actor))


@router.post("/{code}/versions", status_code=201, dependencies=[ONCE])
async def publish_gift_rule_version(
    code: Code, body: PublishGiftRule, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.PUBLISH_GIFT_RULES))]
) -> PublishedGiftRule:
    """A new rule, or the next version of one. Orders keep the version in force when they were paid."""
    row = await publish_gift_rule(
        uow, code=code, parameters=body.parameters, effective_from=body.effective_from, stopped=body.stopped, note=body.note
    )
    return PublishedGiftRule(id=row.id, code=row.code, version=row.version)


@of_orders.get("/{order_id}/gifts")
async def list_gifts_of_order(
    order_id: OrderId, reader: Reader, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> OrderGiftsOut:
    """What rules gave it, or why they did not."""
    return OrderGiftsOut(data=await find_gifts_of_order(reader, order_id=order_id, actor=actor))
