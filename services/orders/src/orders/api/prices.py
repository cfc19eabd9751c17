"""What an open order costs is changed, and what a clerk may change alone."""

from decimal import Decimal
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from contracts.money import Money
from orders.api.bulk_actions import OrderId
from orders.api.order_bodies import Moment, MoneyIn
from orders.domain.price_change import PriceChangeParameters
from orders.permissions import Permission
from orders.queries.price_changes import RULE, PriceChangesOut, PricePolicyOut, find_price_changes, find_price_policies
from orders.use_cases.change_order_price import change_order_price
from orders.use_cases.publish_price_policy import publish_price_policy
from orders.use_cases.withdraw_price_change import withdraw_price_change

router = transactional_router("/v1/orders", tag="orders")
policies = transactional_router("/v1/price-change-policies", tag="price_change_policies")
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class ChangePrice(Body):
    """`paid` is what the whole order is to cost, freight included."""

    paid: MoneyIn
    reason: Reason


class WithdrawPriceChange(Body):
    reason: Reason


class ChangedPrice(BaseModel):
    """`state` made: it costs that now; asked: above the limit, a superior decides."""

    id: OrderId
    number: str
    state: str
    version: int


class PublishPricePolicy(Body):
    """`effective_from` left out: from now on."""

    parameters: PriceChangeParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.put("/{order_id}/price")
async def change_price_of_order(
    order_id: OrderId,
    body: ChangePrice,
    version: ExpectedVersion,
    uow: Uow,
    _: Annotated[Actor, Depends(requires(Permission.CHANGE_PRICES))],
) -> ChangedPrice:
    """Within the policy's limit at once; above it once it is approved, and only if the order is still as it was."""
    paid = Money(amount=Decimal(body.paid.amount), currency=body.paid.currency)
    order, change = await change_order_price(uow, order_id=order_id, version=version, paid=paid, reason=body.reason)
    return ChangedPrice(id=order.id, number=order.number, state=str(change.state), version=order.version)


@router.get("/{order_id}/price-changes")
async def list_price_changes(
    order_id: OrderId, reader: Reader, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> PriceChangesOut:
    """All of one order, oldest first."""
    return PriceChangesOut(data=await find_price_changes(reader, order_id=order_id, actor=actor))


@router.post("/{order_id}/price-changes/withdraw", status_code=204, dependencies=[ONCE])
async def withdraw_asked_price_change(
    order_id: OrderId, body: WithdrawPriceChange, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.CHANGE_PRICES))]
) -> None:
    """The one that waits for a superior's word is no longer wanted."""
    await withdraw_price_change(uow, order_id=order_id, reason=body.reason)


@policies.get("")
async def list_price_change_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_POLICIES))]
) -> Page[PricePolicyOut]:
    """All versions, newest first."""
    (before,) = paging.after(int) or (None,)
    found = await find_price_policies(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@policies.post("", status_code=201, dependencies=[ONCE])
async def publish_price_change_policy(
    body: PublishPricePolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.PUBLISH_POLICIES))]
) -> PricePolicyOut:
    """A new version, from a moment on. Changes that were made stand."""
    policy = await publish_price_policy(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return PricePolicyOut(
        rule=RULE,
        version=policy.version,
        effective_from=policy.effective_from,
        parameters=body.parameters,
        note=policy.note,
        published_at=policy.published_at,
        published_by=actor.name,
    )
