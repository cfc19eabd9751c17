"""A case that was refunded before its inspection ends by a person's word: the goods never came, or are not what they should be (CARE-2)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.refund import NotRefundedYet
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import keep_refund, take_back


async def close_refunded(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """`case` is locked; nothing is paid again. Raises CaseStepNotAllowed, NotRefundedYet."""
    case.must_be(CaseState.AWAITING_GOODS, CaseState.INSPECTED)
    refund = await refund_of_case(uow, case_id=case.id)
    if refund is None:
        raise NotRefundedYet(number=case.number)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    take_back(uow, case, reason=reason)
    note(uow, case, CaseHappened.DECIDED, reason=reason, decision="close")
    keep_refund(uow, case, refund, policy)
