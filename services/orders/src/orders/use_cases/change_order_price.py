"""Customer service changes what an order costs: at once within the policy's limit, above it once it is approved (rules ORD-2, APR-1)."""

from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.money import Money
from contracts.people import Evidence, RequestApproval
from orders.domain.effects import Effects
from orders.domain.order import NotTheBuyersOrder, Order
from orders.domain.price_change import (
    KIND,
    PriceChange,
    PriceChangeState,
    PriceChangeWaits,
    PriceNeedsAPerson,
    digest_of_change,
    refuse_price,
)
from orders.domain.status import OrderKind
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.orders import lock_order
from orders.store.own_changes import own_changes_of
from orders.store.price_changes import change_being_decided, price_policy_at
from orders.store.price_making import make_price_change
from orders.store.settled_money import refuse_settled_money


async def change_order_price(uow: UnitOfWork, *, order_id: UUID, version: int, paid: Money, reason: str) -> tuple[Order, PriceChange]:
    """Raises OrderNotFound, VersionStale, OrderNotOpen, OrderBeingStopped, NotTheBuyersOrder, PriceUnchanged, PriceBelowFreight, PriceBelowGivenBack,
    CurrencyOfOrder, PriceChangeWaits, PriceNeedsAPerson, MoneyIsSettled.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    check_version(expected=version, actual=order.version)
    if order.kind != OrderKind.ORDER:
        raise NotTheBuyersOrder(number=order.number)
    refuse_price(order, paid.amount, currency=paid.currency)
    await refuse_settled_money(uow, order)
    if await change_being_decided(uow, order_id=order.id) is not None:
        raise PriceChangeWaits(number=order.number)
    policy_version, policy = await price_policy_at(uow, moment=uow.now)
    own = (await own_changes_of(uow, order_ids=[order.id])).get(order.id)
    told = order.paid_amount if own is None or own.told_paid is None else Decimal(own.told_paid)
    allowed = policy.allow(currency=order.currency, told=told, after=paid.amount)
    if not allowed and uow.actor.kind != "person":
        raise PriceNeedsAPerson
    change = PriceChange(
        id=new_id(),
        order_id=order.id,
        shop_id=order.shop_id,
        state=PriceChangeState.ASKED,
        currency=order.currency,
        paid_before=order.paid_amount,
        paid_after=paid.amount,
        reason=reason,
        policy_version=policy_version,
        content_digest=digest_of_change(order, after=paid.amount),
        asked_at=uow.now,
        asked_by=uow.actor.name,
        asked_by_id=uow.actor.id,
        settled_by="",
        comment="",
    )
    uow.session.add(change)
    effects = Effects()
    if allowed:
        await make_price_change(uow, order, change, by=uow.actor.name, comment="", approval_id=None, effects=effects)
    else:
        before, after = f"{order.paid_amount:.2f}", f"{paid.amount:.2f}"
        effects.happened(order, Happened.PRICE_CHANGE_ASKED, before=before, after=after, currency=order.currency, reason=reason)
        _ask(uow, order, change)
        uow.audit("order.price_change_asked", noun="order", noun_id=show_id("ord", order.id), after={"paid": after}, reason=reason)
    await carry_out(uow, effects)
    return order, change


def _ask(uow: UnitOfWork, order: Order, change: PriceChange) -> None:
    difference = change.paid_after - change.paid_before
    amounts = f"{change.paid_before:.2f} → {change.paid_after:.2f} {change.currency}"
    uow.publish(
        RequestApproval(
            kind=KIND,
            reference=show_id("prc", change.id),
            requester_id=change.asked_by_id,
            title_zh=f"订单 {order.number} 改价 {amounts}",
            title_en=f"Price of order {order.number} {amounts}",
            evidence=[
                Evidence(label_zh="差额", label_en="Difference", value=f"{difference:+.2f} {change.currency}"),
                Evidence(label_zh="原因", label_en="Reason", value=change.reason),
                Evidence(label_zh="平台单号", label_en="Shop's number", value=order.platform_order_no),
            ],
            content_digest=change.content_digest,
            amount=Money(amount=abs(difference), currency=change.currency),
            unit_id=None,
            shop_id=change.shop_id,
            effective_at=None,
            link=f"/orders/{show_id('ord', order.id)}",
        )
    )
