"""The buyer told by which parcel the goods come back (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.settling import expect_goods
from orders.use_cases.aftersales.refund_trusted import refund_trusted


async def tell_parcel(uow: UnitOfWork, case: Case, *, carrier_code: str, tracking_number: str) -> None:
    """`case` is locked; who is trusted is refunded now. Raises CaseStepNotAllowed."""
    case.must_be(CaseState.AWAITING_GOODS)
    case.carrier_code, case.tracking_number = carrier_code, tracking_number
    case.touch()
    await expect_goods(uow, case)
    note(uow, case, CaseHappened.PARCEL_TOLD, carrier=carrier_code, tracking_number=tracking_number)
    await refund_trusted(uow, case)
