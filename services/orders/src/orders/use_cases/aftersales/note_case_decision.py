"""People decided about a case that is above the clerk's limit or out of time (rules APR-1, APR-4)."""

from chassis.ids import read_id
from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.states import CaseState
from orders.domain.deciders import names_of_deciders
from orders.store.aftersales.cases import CASE, lock_cases
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import open_again
from orders.use_cases.aftersales.go_ahead_with_case import go_ahead_with_case


async def note_case_decision(uow: UnitOfWork, *, decision: ApprovalDecided) -> None:
    """Passes over what is not about a case as it stands."""
    if not decision.reference.startswith(f"{CASE}_"):
        return
    case_id = read_id(CASE, decision.reference)
    case = (await lock_cases(uow, ids=[case_id])).get(case_id)
    if case is None or case.state != CaseState.IN_APPROVAL or case.digest() != decision.content_digest:
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    by = names_of_deciders(decision)
    if decision.outcome == "approved":
        await _agree_or_open_again(uow, case, policy, by=by, comment=decision.comment)
    else:
        open_again(uow, case, policy, why=decision.outcome, comment=f"{by}: {decision.comment}" if by else decision.comment)


async def _agree_or_open_again(uow: UnitOfWork, case: Case, policy: AftersalesParameters, *, by: str, comment: str) -> None:
    """After a superior's yes: what can no longer be done waits for a clerk again."""
    refused: Refusal | None = None
    try:
        await go_ahead_with_case(uow, case, policy, by=by, comment=comment)
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        open_again(uow, case, policy, why=refused.code, comment=refused.sentence("zh"))
