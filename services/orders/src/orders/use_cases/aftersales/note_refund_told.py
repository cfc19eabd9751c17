"""What came of telling the shop to pay (rule CARE-2)."""

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.orders import NoteRefundTold
from orders.domain.aftersales.case import Attention, CaseHappened
from orders.domain.aftersales.refund import RefundState
from orders.store.aftersales.cases import CASE, lock_cases, note
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.settling import PAY, settle_refund


async def note_refund_told(uow: UnitOfWork, *, news: NoteRefundTold) -> None:
    """Told once; told again, or after somebody has paid by hand, it is noted and a person looks."""
    reference, _, decision = news.refund_id.partition("/")
    if not reference.startswith(f"{CASE}_"):
        return
    case_id = read_id(CASE, reference)
    case = (await lock_cases(uow, ids=[case_id])).get(case_id)
    if case is None:
        return
    told = CaseHappened.REFUND_TOLD if news.outcome == "told" else CaseHappened.REFUND_FAILED
    refund = await refund_of_case(uow, case_id=case_id) if decision == PAY else None
    if decision != PAY:
        note(uow, case, told, decision=decision, detail=news.detail)
        return
    if refund is None or refund.state == RefundState.TOLD:
        return
    note(uow, case, told, decision=decision, detail=news.detail)
    if refund.state == RefundState.BY_HAND:
        # The shop paid as well: the money may have left twice, which nobody here can take back.
        case.attention = Attention.PLATFORM if news.outcome == "told" else case.attention
        case.touch()
        return
    refund.detail = news.detail
    if news.outcome == "failed":
        refund.state = RefundState.FAILED
        case.attention = Attention.REFUND_FAILED
        case.touch()
        return
    refund.state, refund.told_at = RefundState.TOLD, news.at
    await settle_refund(uow, case, refund)
