"""A superior decided who answers for damage (rules APR-1, APR-4)."""

from datetime import timedelta

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.claim import Claim, ClaimState
from orders.domain.aftersales.policy import Liable
from orders.domain.deciders import names_of_deciders
from orders.store.aftersales.cases import note
from orders.store.aftersales.claims import lock_claim, read_claim, tell_claim, tell_claim_ended
from orders.store.aftersales.policies import aftersales_policy_at


async def note_claim_decision(uow: UnitOfWork, *, decision: ApprovalDecided) -> None:
    """Passes over what is not about a claim as it stands."""
    claim_id = read_claim(decision.reference)
    found: tuple[Case, Claim] | None = None
    try:
        found = None if claim_id is None else await lock_claim(uow, claim_id=claim_id)
    except Refusal:
        return
    if found is None:
        return
    case, claim = found
    if claim.state != ClaimState.ASKED or claim.digest() != decision.content_digest:
        return
    by = names_of_deciders(decision)
    case.touch()
    if decision.outcome != "approved":
        claim.become(ClaimState.NOT_APPROVED, now=uow.now)
        note(uow, case, CaseHappened.LIABILITY_NOT_APPROVED, why=decision.outcome, by=by or None, comment=decision.comment or None)
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    # The seller's own: nothing is claimed of anybody.
    borne = claim.party == Liable.SELLER
    claim.become(ClaimState.BORNE if borne else ClaimState.TOLD, now=uow.now)
    claim.decided_by, claim.told_at, claim.due_at = by, uow.now, uow.now + timedelta(days=policy.claim_days)
    case.liable = claim.party
    note(uow, case, CaseHappened.LIABILITY_FIXED, party=claim.party, code=claim.party_code or None, amount=f"{claim.amount:.2f}", by=by)
    if borne:
        tell_claim_ended(uow, case, claim, outcome="borne")
    else:
        tell_claim(uow, case, claim)
