"""Whoever answers for the damage has said yes or no, or has paid (workflow 6)."""

from typing import Literal
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import CaseHappened
from orders.domain.aftersales.claim import Claim, ClaimState
from orders.store.aftersales.cases import note
from orders.store.aftersales.claims import lock_claim, tell_claim_ended

Answer = Literal["accepted", "rejected", "paid"]


async def answer_claim(uow: UnitOfWork, *, claim_id: UUID, answer: Answer, reason: str, reference: str = "") -> Claim:
    """`reference`: by which the payment is found. Raises ClaimNotFound, ClaimStepNotAllowed."""
    case, claim = await lock_claim(uow, claim_id=claim_id, actor=uow.actor)
    claim.become(ClaimState(answer), now=uow.now)
    claim.reference = reference or claim.reference
    case.touch()
    note(
        uow,
        case,
        CaseHappened.CLAIM_ANSWERED,
        reason=reason or None,
        outcome=answer,
        amount=f"{claim.amount:.2f}",
        reference=reference or None,
    )
    if answer != "accepted":
        tell_claim_ended(uow, case, claim, outcome=answer)
    return claim
