"""What came back is not what was expected: a person says what is paid (rule CARE-2)."""

from collections.abc import Mapping
from decimal import Decimal

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.kinds import Money
from orders.domain.aftersales.refusals import NotThisKind
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import pay


async def pay_inspected(uow: UnitOfWork, case: Case, *, amounts: Mapping[int, Decimal] | None, reason: str) -> None:
    """`amounts` by line number, none above what is held for the line; None: all. Raises CaseStepNotAllowed, NotThisKind, MoreThanPaid, RefundedAlready."""
    case.must_be(CaseState.INSPECTED)
    if case.rule.money != Money.PIECES:
        raise NotThisKind(number=case.number)
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    note(uow, case, CaseHappened.DECIDED, reason=reason, decision="pay")
    await pay(uow, case, policy, amounts=amounts)
