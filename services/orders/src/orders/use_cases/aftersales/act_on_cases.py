"""What a person does to a case, or to up to 100 at once: then each has its own result, and one that refuses does not spoil the rest."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.refusals import CaseNotFound
from orders.store.aftersales.cases import lock_cases
from orders.store.aftersales.money import lock_money

MOST_CASES = 100


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """`refusal` None: it was done. `number` and `state` are "" where there is no such case to see."""

    case_id: UUID
    number: str
    state: str
    refusal: Refusal | None


async def act_on_cases(uow: UnitOfWork, *, ids: Sequence[UUID], act: Callable[[Case], Awaitable[None]]) -> list[CaseResult]:
    """`act` refuses before it changes anything. A repeated id is done once."""
    cases = await lock_cases(uow, ids=ids, actor=uow.actor)
    for order_id in sorted({case.order_id for case in cases.values()}):
        await lock_money(uow, order_id=order_id)
    results = {case_id: CaseResult(case_id=case_id, number="", state="", refusal=CaseNotFound()) for case_id in ids}
    # In the order of their orders, for those are locked on the way.
    for case in sorted(cases.values(), key=lambda case: (case.order_id, case.id)):
        refused: Refusal | None = None
        try:
            await act(case)
        except Refusal as refusal:
            refused = refusal
        results[case.id] = CaseResult(case_id=case.id, number=case.number, state=str(case.state), refusal=refused)
    return list(results.values())
