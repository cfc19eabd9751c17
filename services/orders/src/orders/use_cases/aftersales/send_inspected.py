"""A person says that the goods go out, although something else came back, or once more (rule CARE-1)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.refusals import NotThisKind
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import send_or_wait


async def send_inspected(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """Once a difference is paid. Raises CaseStepNotAllowed, NotThisKind."""
    case.must_be(CaseState.INSPECTED)
    if not case.rule.goods_out:
        raise NotThisKind(number=case.number)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    note(uow, case, CaseHappened.DECIDED, reason=reason, decision="send")
    await send_or_wait(uow, case, policy)
