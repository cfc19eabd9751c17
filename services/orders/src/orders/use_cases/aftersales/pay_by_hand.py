"""A person has paid what the shop could not be told (rule CARE-2)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Attention, Case, CaseHappened
from orders.domain.aftersales.refund import NothingToPayByHand, RefundState
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.settling import settle_refund


async def pay_by_hand(uow: UnitOfWork, case: Case, *, reference: str, reason: str) -> None:
    """A person has paid what its shop could not: never while the shop is still being told. Raises CaseStepNotAllowed, NothingToPayByHand."""
    case.must_be(CaseState.SETTLING, CaseState.AWAITING_GOODS, CaseState.ARRIVED, CaseState.INSPECTED)
    refund = await refund_of_case(uow, case_id=case.id)
    if refund is None or refund.state != RefundState.FAILED:
        raise NothingToPayByHand(number=case.number)
    refund.state, refund.told_at, refund.reference = RefundState.BY_HAND, uow.now, reference
    note(uow, case, CaseHappened.PAID_BY_HAND, reason=reason, reference=reference, amount=f"{refund.amount:.2f}")
    if case.attention == Attention.REFUND_FAILED:
        case.attention = None
        case.touch()
    await settle_refund(uow, case, refund)
