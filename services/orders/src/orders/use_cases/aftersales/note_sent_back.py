"""What was mended is on its way to the buyer (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.refusals import NotThisKind
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import close_without_money


async def note_sent_back(uow: UnitOfWork, case: Case, *, carrier_code: str, tracking_number: str, reason: str) -> None:
    """What was mended is on its way to the buyer. Raises CaseStepNotAllowed, NotThisKind."""
    case.must_be(CaseState.INSPECTED)
    if case.kind != CaseKind.REPAIR:
        raise NotThisKind(number=case.number)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    note(uow, case, CaseHappened.SENT_BACK, reason=reason, carrier=carrier_code, tracking_number=tracking_number)
    await close_without_money(uow, case, policy)
