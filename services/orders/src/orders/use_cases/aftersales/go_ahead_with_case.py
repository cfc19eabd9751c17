"""A case is agreed to, and the next step is taken: stop the order, expect the goods, send, or pay (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import CaseState
from orders.domain.status import OrderStatus
from orders.store.aftersales.cases import note
from orders.store.aftersales.settling import expect_goods, pay, send_replacement, tell_shop
from orders.use_cases.cancel_orders import cancel_orders

ENDED = frozenset({OrderStatus.CANCELLED, OrderStatus.CLOSED})


async def go_ahead_with_case(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, by: str, comment: str) -> None:
    """`by` is whose word it was. Raises what stopping the order refuses; then nothing is changed."""
    if case.kind == CaseKind.REFUND_BEFORE_SHIPPING:
        stopped = await _stop_order(uow, case)
        _agreed(uow, case, by=by, comment=comment)
        if stopped:
            await pay(uow, case, policy)
        else:
            case.become(CaseState.STOPPING, policy, now=uow.now)
            note(uow, case, CaseHappened.STOP_ASKED)
        return
    _agreed(uow, case, by=by, comment=comment)
    if case.rule.goods_back:
        case.become(CaseState.AWAITING_GOODS, policy, now=uow.now)
        await expect_goods(uow, case)
        note(uow, case, CaseHappened.GOODS_EXPECTED)
        if case.platform_refund_no is not None:
            tell_shop(uow, case, "agreed", reason=comment)
    elif case.rule.goods_out:
        await send_replacement(uow, case, policy)
    else:
        await pay(uow, case, policy)


def _agreed(uow: UnitOfWork, case: Case, *, by: str, comment: str) -> None:
    case.agreed_at, case.agreed_by, case.attention = uow.now, by, None
    note(uow, case, CaseHappened.AGREED, by=by, comment=comment or None)


async def _stop_order(uow: UnitOfWork, case: Case) -> bool:
    """Whether it is cancelled already. Raises what cancelling refuses, but for an order that is being stopped or has ended."""
    [result] = await cancel_orders(uow, ids=[case.order_id], reason=f"{case.number} {case.reason_code}")
    if result.status in ENDED:
        return True
    if result.refusal is not None and result.refusal.code != "order_being_stopped":
        raise result.refusal
    return False
