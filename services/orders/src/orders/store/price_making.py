"""A price change takes effect, or is settled without: written to the order, its timeline and the audit trail, and told."""

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import OrderPriceChanged
from contracts.people import WithdrawApproval
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.price_change import KIND, PriceChange, PriceChangeState, change_price
from orders.domain.timeline import Happened
from orders.store.asking_again import ask_rules_again, rules_met
from orders.store.gifts import gifts_fitting, look_at_gifts_again
from orders.store.own_changes import note_own_price


async def make_price_change(
    uow: UnitOfWork, order: Order, change: PriceChange, *, by: str, comment: str, approval_id: str | None, effects: Effects
) -> None:
    """`by` is whose word made it take effect."""
    told, met = order.paid_amount, await rules_met(uow, order)
    fitting = await gifts_fitting(uow, order)
    change_price(order, change.paid_after, reason=change.reason, by=change.asked_by, effects=effects)
    await note_own_price(uow, order, told=told)
    await ask_rules_again(uow, order, before=met, effects=effects)
    if await gifts_fitting(uow, order) != fitting:
        look_at_gifts_again(order, effects)
    change.settle(PriceChangeState.MADE, by=by, comment=comment, now=uow.now)
    amounts: dict[str, object] = {"paid": f"{told:.2f}"}
    after: dict[str, object] = {"paid": f"{order.paid_amount:.2f}", "approval": approval_id, "policy_version": change.policy_version}
    uow.audit("order.price_changed", noun="order", noun_id=show_id("ord", order.id), before=amounts, after=after, reason=change.reason)
    uow.publish(
        OrderPriceChanged(
            order_id=show_id("ord", order.id),
            number=order.number,
            shop_id=order.shop_id,
            currency=order.currency,
            paid_before=told,
            paid_after=order.paid_amount,
            by_id=change.asked_by_id,
            approval_id=approval_id,
            changed_at=uow.now,
        )
    )


def not_made(
    uow: UnitOfWork, order: Order, change: PriceChange, state: PriceChangeState, *, by: str, comment: str, effects: Effects
) -> None:
    change.settle(state, by=by, comment=comment, now=uow.now)
    effects.happened(order, Happened.PRICE_CHANGE_NOT_MADE, why=str(state), after=f"{change.paid_after:.2f}", comment=comment)
    uow.audit(
        "order.price_change_not_made", noun="order", noun_id=show_id("ord", order.id), after={"why": str(state)}, reason=comment or None
    )


def void_price_change(uow: UnitOfWork, order: Order, change: PriceChange, *, reason: str, effects: Effects) -> None:
    uow.publish(WithdrawApproval(kind=KIND, reference=show_id("prc", change.id), reason=reason))
    not_made(uow, order, change, PriceChangeState.VOIDED, by=uow.actor.name, comment=reason, effects=effects)
