"""A case is taken back by who asked: what it held is free again (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.states import WITHDRAWABLE, CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import end_or_give_back, let_go, refuse_refunded, take_back


async def withdraw_case(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """The buyer no longer wants it. Raises CaseStepNotAllowed, RefundedAlready."""
    case.must_be(*WITHDRAWABLE)
    await refuse_refunded(uow, case)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    take_back(uow, case, reason=reason)
    await let_go(uow, case)
    note(uow, case, CaseHappened.WITHDRAWN, reason=reason)
    end_or_give_back(uow, case, CaseState.WITHDRAWN, policy)
