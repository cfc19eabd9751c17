"""The warehouse tells what came back: only its inspection decides about stock and money (rule CARE-2)."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ReturnInspected
from orders.domain.aftersales.case import Attention, Case, CaseHappened
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.policy import AftersalesParameters, Liable
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import lock_case_by_reference, note, parcel_of
from orders.store.aftersales.money import refund_of_case
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import keep_refund, pay, send_or_wait


async def note_return_inspected(uow: UnitOfWork, *, news: ReturnInspected) -> None:
    case = await lock_case_by_reference(uow, news.reference)
    if case is None:
        return
    parcel = await parcel_of(uow, case, return_number=news.return_number, warehouse_code=news.warehouse_code)
    if parcel.inspected_at is not None:
        return
    parcel.inspected_at = news.inspected_at
    parcel.verdicts = [line.model_dump(mode="json") for line in news.lines]
    case.count([(line.sku, line.quantity, line.verdict) for line in news.lines])
    case.touch()
    verdicts = ("good", "damaged", "wrong", "missing")
    found = {verdict: sum(line.quantity for line in news.lines if line.verdict == verdict) for verdict in verdicts}
    note(uow, case, CaseHappened.INSPECTED, parcel=news.return_number, warehouse=news.warehouse_code, by=news.by, found=found)
    if case.state in (CaseState.AWAITING_GOODS, CaseState.ARRIVED):
        _, policy = await aftersales_policy_at(uow, moment=uow.now)
        await _go_on(uow, case, policy)


async def _go_on(uow: UnitOfWork, case: Case, policy: AftersalesParameters) -> None:
    """All came, and nobody need ask why it is as it is: the case goes on by itself. Else a person decides."""
    if not case.all_inspected:
        if case.state == CaseState.AWAITING_GOODS:
            case.become(CaseState.ARRIVED, policy, now=uow.now)
        return
    case.become(CaseState.INSPECTED, policy, now=uow.now)
    refund = await refund_of_case(uow, case_id=case.id)
    if not case.all_came or (case.came_damaged and case.liable == Liable.BUYER):
        case.attention = Attention.GOODS
    elif case.withdrawn_at_platform and refund is None:
        # The goods came, and the buyer wants no money for them: a person asks.
        case.attention = Attention.PLATFORM
    elif refund is not None:
        keep_refund(uow, case, refund, policy)
    elif case.kind == CaseKind.RETURN_AND_REFUND:
        await pay(uow, case, policy)
    elif case.kind == CaseKind.EXCHANGE:
        await send_or_wait(uow, case, policy)
