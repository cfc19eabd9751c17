"""A case waits for an order: once its goods cannot leave any more, it is paid; once its replacement has left, the case closes (rule CARE-1)."""

from datetime import timedelta
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Attention, Case, CaseHappened
from orders.domain.aftersales.kinds import LEFT
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import CaseState
from orders.domain.order import Order
from orders.domain.plan import Plan
from orders.domain.status import AT_WAREHOUSE, ENDED_EARLY, OPEN, Pending
from orders.domain.taking_out import nothing_bought_is_left
from orders.store.aftersales.cases import lock_cases, note
from orders.store.aftersales.money import lock_money, refund_of_case
from orders.store.aftersales.orders import read_order
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import close_without_money, make_it_a_return, open_again, pay, pay_difference
from orders.store.aftersales.taking_out import finish_taking_out, give_up_taking_out, plan_of
from orders.store.orders import lock_orders
from orders.use_cases.aftersales.stop_goods import stop_goods
from orders.use_cases.cancel_orders import cancel_orders

ASK_AGAIN_AFTER = timedelta(minutes=5)
WITHDRAWN_THERE = "withdrawn_at_platform"


async def go_on_with_case(uow: UnitOfWork, *, case_id: UUID) -> None:
    case = (await lock_cases(uow, ids=[case_id])).get(case_id)
    if case is None:
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    refund = await refund_of_case(uow, case_id=case_id)
    if case.state == CaseState.STOPPING:
        await _after_stop(uow, case, policy)
    elif case.state == CaseState.SETTLING and case.replacement_order_id is not None and refund is None:
        await _after_replacement(uow, case, policy, await read_order(uow, order_id=case.replacement_order_id))


async def _after_stop(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    await lock_money(uow, order_id=case.order_id)
    order = await read_order(uow, order_id=case.order_id)
    plan = await plan_of(uow, case)
    if plan is not None:
        # Ended or left meanwhile, it is not in the plan's hands any more.
        order = (await lock_orders(uow, ids=[case.order_id]))[case.order_id]
    if order.status in ENDED_EARLY | LEFT:
        await _forget(uow, plan)
        await _after_end(uow, case, policy, order)
    elif plan is not None:
        await _go_on_taking_out(uow, case, policy, order, plan)
    elif order.status in OPEN and order.pending is None and uow.now >= case.state_at + ASK_AGAIN_AFTER:
        case.state_at = uow.now
        await cancel_orders(uow, ids=[order.id], reason=case.number)


async def _after_end(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order) -> None:
    if order.status in LEFT:
        case.become(CaseState.OPENED, policy, now=uow.now)
        make_it_a_return(uow, case)
    elif case.withdrawn_at_platform:
        # The order is not sent any more, and the buyer no longer asks for the money: a person asks.
        _open_again(uow, case, policy, why=WITHDRAWN_THERE)
    else:
        await pay(uow, case, policy)


async def _go_on_taking_out(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order, plan: Plan) -> None:
    if order.pending == Pending.ADJUSTING:
        if order.status not in AT_WAREHOUSE:
            await _take_out(uow, case, policy, order, plan)
        return
    may_have_left = order.status in AT_WAREHOUSE and uow.now < case.state_at + ASK_AGAIN_AFTER
    if order.pending is not None or may_have_left:
        return
    await _forget(uow, plan)
    if case.withdrawn_at_platform:
        _open_again(uow, case, policy, why=WITHDRAWN_THERE)
        return
    # The shop changed the order meanwhile, or the warehouse could not stop it: asked once more, as the order is now.
    case.state_at = uow.now
    await _stop_anew(uow, case, policy)


async def _stop_anew(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    refused: Refusal | None = None
    stopped = False
    try:
        stopped = await stop_goods(uow, case)
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        _open_again(uow, case, policy, why=refused.code, comment=refused.sentence("zh"))
    elif stopped:
        await pay(uow, case, policy)


async def _take_out(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order, plan: Plan) -> None:
    """The warehouse has stopped it. What can no longer be taken out stays in the order, which goes on."""
    if case.withdrawn_at_platform:
        await give_up_taking_out(uow, order, plan, why=WITHDRAWN_THERE)
        _open_again(uow, case, policy, why=WITHDRAWN_THERE)
        return
    if nothing_bought_is_left(order, plan.content["going"]):
        # The shop gave back the rest of it meanwhile: nothing is left to be sent.
        await _forget(uow, plan)
        await _stop_anew(uow, case, policy)
        return
    refused: Refusal | None = None
    try:
        await finish_taking_out(uow, order, plan)
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        await give_up_taking_out(uow, order, plan, why=refused.code)
        _open_again(uow, case, policy, why=refused.code, comment=refused.sentence("zh"))
        return
    await _forget(uow, plan)
    await pay(uow, case, policy)


async def _forget(uow: UnitOfWork, plan: Plan | None) -> None:
    if plan is not None:
        await uow.session.delete(plan)


def _open_again(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, why: str, comment: str = "") -> None:
    open_again(uow, case, policy, why=why, comment=comment, what=CaseHappened.NOT_STOPPED)
    if case.withdrawn_at_platform:
        case.attention = Attention.PLATFORM


async def _after_replacement(uow: UnitOfWork, case: Case, policy: AftersalesParameters, order: Order) -> None:
    if order.status in LEFT:
        note(
            uow, case, CaseHappened.REPLACEMENT_LEFT, order=order.number, carrier=order.carrier_code, tracking_number=order.tracking_number
        )
        if case.amount > 0:
            await pay_difference(uow, case)
        else:
            await close_without_money(uow, case, policy)
    elif order.status in ENDED_EARLY:
        case.become(CaseState.INSPECTED, policy, now=uow.now)
        case.attention, case.replacement_order_id = Attention.REPLACEMENT, None
        note(uow, case, CaseHappened.REPLACEMENT_CANCELLED, order=order.number)
