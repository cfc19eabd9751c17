"""A case is agreed to, and the next step is taken: stop the goods, expect the goods, send, or pay (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.settling import expect_goods, pay, send_replacement, tell_shop
from orders.use_cases.aftersales.stop_goods import stop_goods


async def go_ahead_with_case(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, by: str, comment: str) -> None:
    """`by` is whose word it was. Raises what stopping the goods refuses; then nothing is changed."""
    if case.kind == CaseKind.REFUND_BEFORE_SHIPPING:
        stopped = await stop_goods(uow, case)
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
