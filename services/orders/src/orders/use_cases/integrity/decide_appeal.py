"""Somebody other than who confirmed decides an appeal; upheld, statistics and credit are as if nothing had been, and both events stay."""

from decimal import Decimal
from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from contracts.orders import FakeOrdersRestored
from orders.domain.effects import Effects
from orders.domain.integrity.holding import let_parts_go
from orders.domain.integrity.suspicion import AppealState, FakeOrderCase, SuspicionState
from orders.domain.order import Order
from orders.store.effects import carry_out
from orders.store.integrity.cases import lock_case, orders_of_case
from orders.store.integrity.credit_making import give_back
from orders.store.integrity.parts import add_sent_meanwhile, lock_sent_for
from orders.store.integrity.policies import integrity_policy
from orders.store.integrity.scoring import suspicions_of
from orders.store.orders import lock_orders


async def decide_appeal(uow: UnitOfWork, *, case_id: UUID, version: int, uphold: bool, comment: str) -> FakeOrderCase:
    """Raises CaseNotFound, VersionStale, NoAppealToDecide, OwnDecision."""
    ids = await orders_of_case(uow, case_id)
    sent = await lock_sent_for(uow, ids)
    orders = await lock_orders(uow, ids=ids)
    await add_sent_meanwhile(uow, sent, orders)
    suspicions = await suspicions_of(uow, list(orders))
    case = await lock_case(uow, case_id=case_id, actor=uow.actor)
    check_version(expected=version, actual=case.version)
    state = AppealState.UPHELD if uphold else AppealState.REFUSED
    case.decide_appeal(state, comment=comment, actor=uow.actor, now=uow.now)
    uow.audit(
        "fake_order_case.appeal_decided",
        noun="fake_order_case",
        noun_id=show_id("foc", case.id),
        before={"appeal_state": str(AppealState.LODGED)},
        after={"appeal_state": str(state)},
        reason=comment,
    )
    uow.changed("fake_order_case", show_id("foc", case.id))
    if uphold:
        effects = Effects()
        for order in orders.values():
            suspicions[order.id].state = SuspicionState.RESTORED
            order.trust_again(reason=comment, effects=effects)
        let_parts_go(sent.parts, sent.origins, reason=comment, effects=effects)
        _, policy = await integrity_policy(uow)
        _tell(uow, case, list(orders.values()), comment=comment)
        await give_back(uow, case, terms=policy.credit, reason=comment)
        await carry_out(uow, effects)
    return case


def _tell(uow: UnitOfWork, case: FakeOrderCase, orders: list[Order], *, comment: str) -> None:
    uow.publish(
        FakeOrdersRestored(
            case_id=show_id("foc", case.id),
            ring_id=show_id("ring", case.ring_id),
            shop_id=case.shop_id,
            orders=[show_id("ord", order.id) for order in orders],
            amount=sum((order.paid_amount for order in orders), Decimal(0)),
            currency=case.currency,
            first_placed_at=min(order.placed_at for order in orders),
            last_placed_at=max(order.placed_at for order in orders),
            reason=comment,
            by=uow.actor.name,
            by_id=uow.actor.id,
            restored_at=uow.now,
        )
    )
