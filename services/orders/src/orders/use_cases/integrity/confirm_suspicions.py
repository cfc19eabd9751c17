"""A person confirms that orders are fake: they leave every statistic, and their shops lose credit (rules ORD-6, CHN-9)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from contracts.orders import FakeOrdersConfirmed
from orders.domain.action import ActionResult, act_on_each, standing
from orders.domain.effects import Effects
from orders.domain.integrity.policy import CreditTerms
from orders.domain.integrity.suspicion import FakeOrderCase, OwnOrder, Suspicion, SuspicionNotFound, SuspicionState
from orders.domain.order import Order
from orders.domain.status import OPEN, REGROUPED
from orders.store.effects import carry_out
from orders.store.integrity.cases import case_to_join, entered_by
from orders.store.integrity.credit_making import charge_case
from orders.store.integrity.parts import lock_sent_for
from orders.store.integrity.policies import integrity_policy
from orders.store.integrity.scoring import suspicions_of
from orders.store.orders import lock_visible_orders
from orders.use_cases.cancel_orders import cancel_orders


async def confirm_suspicions(uow: UnitOfWork, *, ids: Sequence[UUID], reason: str, cancel: bool) -> list[ActionResult]:
    """At most 500. A result for each. `cancel` cancels those that have not left; else they stay held."""
    await lock_sent_for(uow, ids)
    orders = await lock_visible_orders(uow, ids=ids, actor=uow.actor)
    suspicions = await suspicions_of(uow, ids)
    own = await entered_by(uow, uow.actor, ids=ids)
    effects = Effects()
    confirmed: list[tuple[Order, Suspicion]] = []

    def act(order: Order) -> None:
        suspicion = suspicions.get(order.id)
        if suspicion is None:
            raise SuspicionNotFound
        if order.id in own:
            raise OwnOrder(number=order.number)
        before = standing(order) | {"left_out": order.left_out}
        suspicion.decide(SuspicionState.CONFIRMED, number=order.number, by=uow.actor.name, reason=reason, now=uow.now)
        order.confirm_fake(reason=reason, effects=effects)
        if cancel and order.status in OPEN:
            order.cancel(reason=reason, now=uow.now, effects=effects)
        confirmed.append((order, suspicion))
        after = standing(order) | {"left_out": order.left_out}
        uow.audit("order.confirmed_fake", noun="order", noun_id=show_id("ord", order.id), before=before, after=after, reason=reason)
        uow.changed("suspicion", show_id("ord", order.id))

    results = act_on_each(ids, orders, act)
    await _make_cases(uow, confirmed, reason=reason)
    await carry_out(uow, effects)
    for order in [order for order, _ in confirmed if cancel and order.status in REGROUPED]:
        # One that is sent in parts is taken apart first; where something has left, the rest stays held.
        await cancel_orders(uow, ids=[order.id], reason=reason)
    return results


async def _make_cases(uow: UnitOfWork, confirmed: list[tuple[Order, Suspicion]], *, reason: str) -> None:
    """One for each ring, shop and currency."""
    _, policy = await integrity_policy(uow)

    def belongs(pair: tuple[Order, Suspicion]) -> tuple[str, str, str]:
        return str(pair[1].ring_id), pair[0].shop_id, pair[0].currency

    for _, group in groupby(sorted(confirmed, key=belongs), key=belongs):
        await _make_case(uow, list(group), reason=reason, terms=policy.credit)


async def _make_case(uow: UnitOfWork, confirmed: list[tuple[Order, Suspicion]], *, reason: str, terms: CreditTerms) -> None:
    first, suspicion = confirmed[0]
    case = await case_to_join(uow, ring_id=suspicion.ring_id, shop_id=first.shop_id, currency=first.currency)
    fresh = case is None
    if case is None:
        case = FakeOrderCase.opened(case_id=new_id(), ring_id=suspicion.ring_id, shop_id=first.shop_id, currency=first.currency)
        uow.session.add(case)
    orders = [order for order, _ in confirmed]
    amount = sum((order.paid_amount for order in orders), Decimal(0))
    case.add(orders=len(orders), amount=amount, actor=uow.actor, reason=reason, now=uow.now, appeal_days=terms.appeal_days)
    for _, one in confirmed:
        one.case_id = case.id
    await uow.session.flush()
    uow.publish(
        FakeOrdersConfirmed(
            case_id=show_id("foc", case.id),
            ring_id=show_id("ring", case.ring_id),
            shop_id=case.shop_id,
            orders=[show_id("ord", order.id) for order in orders],
            amount=amount,
            currency=case.currency,
            first_placed_at=min(order.placed_at for order in orders),
            last_placed_at=max(order.placed_at for order in orders),
            reason=reason,
            by=uow.actor.name,
            by_id=uow.actor.id,
            confirmed_at=uow.now,
        )
    )
    uow.changed("fake_order_case", show_id("foc", case.id))
    if fresh:
        await charge_case(uow, case, terms=terms, reason=reason)
