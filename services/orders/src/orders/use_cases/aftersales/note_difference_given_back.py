"""A difference that the buyer had paid was given back, for nothing was sent after all: now the case ends (rules CARE-1, CARE-2)."""

from typing import Literal

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.difference import DifferenceNotToGiveBack, DifferenceState
from orders.domain.aftersales.states import CaseState
from orders.store.aftersales.cases import note
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import end


async def note_difference_given_back(uow: UnitOfWork, case: Case, *, reference: str) -> None:
    """`case` is locked; `reference` is by which the payment to the buyer is found; the same one told again changes nothing.

    Raises DifferenceNotToGiveBack.
    """
    difference = case.difference
    if difference is not None and difference.state == DifferenceState.GIVEN_BACK and difference.back_reference == reference:
        return
    if difference is None or difference.state != DifferenceState.TO_GIVE_BACK:
        raise DifferenceNotToGiveBack(number=case.number)
    difference.state, difference.back_reference = DifferenceState.GIVEN_BACK, reference
    difference.back_at, difference.back_noted_by = uow.now, uow.actor.name
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    note(uow, case, CaseHappened.DIFFERENCE_GIVEN_BACK, amount=f"{difference.amount:.2f}", reference=reference)
    outcome: Literal[CaseState.REFUSED, CaseState.WITHDRAWN] = (
        CaseState.WITHDRAWN if difference.outcome == CaseState.WITHDRAWN else CaseState.REFUSED
    )
    end(uow, case, outcome, policy)
