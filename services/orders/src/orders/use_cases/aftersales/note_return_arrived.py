"""A parcel that comes back is at the receiving desk (rule CARE-2)."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ReturnArrived
from orders.domain.aftersales.case import CaseHappened
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import lock_case_by_reference, note, parcel_of
from orders.store.aftersales.policies import aftersales_policy_at


async def note_return_arrived(uow: UnitOfWork, *, news: ReturnArrived) -> None:
    case = await lock_case_by_reference(uow, news.reference)
    if case is None:
        return
    parcel = await parcel_of(uow, case, return_number=news.return_number, warehouse_code=news.warehouse_code)
    if parcel.arrived_at is not None:
        return
    parcel.arrived_at, parcel.carrier_code, parcel.tracking_number = news.arrived_at, news.carrier_code, news.tracking_number
    if case.state == CaseState.AWAITING_GOODS:
        _, policy = await aftersales_policy_at(uow, moment=uow.now)
        case.become(CaseState.ARRIVED, policy, now=uow.now)
    note(uow, case, CaseHappened.ARRIVED, parcel=news.return_number, warehouse=news.warehouse_code, by=news.by)
