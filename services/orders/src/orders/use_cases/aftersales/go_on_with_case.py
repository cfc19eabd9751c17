"""A case waits for an order: once that is stopped, it is paid; once its replacement has left, the case closes (rule CARE-1)."""

from datetime import timedelta
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Attention, Case, CaseHappened
from orders.domain.aftersales.kinds import LEFT, CaseKind
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import CaseState
from orders.domain.order import Order
from orders.domain.status import OPEN, OrderStatus
from orders.store.aftersales.cases import lock_cases, note
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import close_without_money, pay, pay_difference
from orders.use_cases.cancel_orders import cancel_orders

ENDED = frozenset({OrderStatus.CANCELLED, OrderStatus.CLOSED})
ASK_AGAIN_AFTER = timedelta(minutes=5)


async def go_on_with_case(uow: UnitOfWork, *, case_id: UUID) -> None:
    case = (await lock_cases(uow, ids=[case_id])).get(case_id)
    if case is None:
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    refund = await refund_of_case(uow, case_id=case_id)
    if case.state == CaseState.STOPPING:
        await _after_stop(uow, case, policy, await read_order(uow, order_id=case.order_id))
    elif case.state == CaseState.SETTLING and case.replacement_order_id is not None and refund is None:
        await _after_replacement(uow, case, policy, await read_order(uow, order_id=case.replacement_order_id))


async def _after_stop(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order) -> None:
    if order.status in ENDED:
        await pay(uow, case, policy)
    elif order.status in LEFT:
        # Too late: it has to come back first, and a person says yes to that.
        case.become(CaseState.OPENED, policy, now=uow.now)
        case.kind, case.approval_kind, case.agreed_at, case.agreed_by = CaseKind.RETURN_AND_REFUND, None, None, ""
        case.attention = Attention.LEFT_MEANWHILE
        note(uow, case, CaseHappened.LEFT_MEANWHILE, kind=str(case.kind))
    elif order.status in OPEN and order.pending is None and uow.now >= case.state_at + ASK_AGAIN_AFTER:
        case.state_at = uow.now
        await cancel_orders(uow, ids=[order.id], reason=case.number)


async def _after_replacement(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order) -> None:
    if order.status in LEFT:
        note(
            uow, case, CaseHappened.REPLACEMENT_LEFT, order=order.number, carrier=order.carrier_code, tracking_number=order.tracking_number
        )
        if case.amount > 0:
            await pay_difference(uow, case)
        else:
            await close_without_money(uow, case, policy)
    elif order.status in ENDED:
        case.become(CaseState.INSPECTED, policy, now=uow.now)
        case.attention, case.replacement_order_id = Attention.REPLACEMENT, None
        note(uow, case, CaseHappened.REPLACEMENT_CANCELLED, order=order.number)
