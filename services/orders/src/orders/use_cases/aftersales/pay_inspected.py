"""What came back is not what was expected: a person says what is paid (rule CARE-2)."""

from collections.abc import Sequence
from decimal import Decimal

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.kinds import Money
from orders.domain.aftersales.refusals import LineNotInCase, NotThisKind
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import pay


async def pay_inspected(uow: UnitOfWork, case: Case, *, amounts: Sequence[tuple[int, Decimal]] | None, reason: str) -> None:
    """`amounts` by line number, none above what is held for the line; None: all.

    Raises CaseStepNotAllowed, NotThisKind, LineNotInCase, MoreThanPaid, RefundedAlready.
    """
    case.must_be(CaseState.INSPECTED)
    if case.rule.money != Money.PIECES:
        raise NotThisKind(number=case.number)
    if amounts is not None:
        _refuse_other_lines(case, [line_no for line_no, _ in amounts])
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    note(uow, case, CaseHappened.DECIDED, reason=reason, decision="pay")
    await pay(uow, case, policy, amounts=None if amounts is None else dict(amounts))


def _refuse_other_lines(case: Case, line_nos: Sequence[int]) -> None:
    there = {line.line_no for line in case.lines}
    errors = [
        FieldError(pointer=f"/lines/{place}/line_no", code="line_not_in_case", zh="不是本单的行或重复", en="is no line of the case, or is named twice")
        for place, line_no in enumerate(line_nos)
        if line_no not in there or line_no in line_nos[:place]
    ]  # fmt: skip
    if errors:
        raise LineNotInCase(number=case.number, errors=errors)
