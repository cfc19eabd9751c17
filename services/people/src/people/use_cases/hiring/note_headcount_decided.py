from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import State
from people.domain.approvals.kinds import Decision
from people.domain.hiring.headcount_request import HeadcountRequestState
from people.domain.organisation.headcount import Plan
from people.store.hiring.requisitions import lock_headcount_request
from people.use_cases.organisation.set_headcount import set_headcount


async def note_headcount_decided(uow: UnitOfWork, decision: Decision) -> None:
    """Approved, the new plan takes effect with the number of the approval, never backwards (rules ORG-3, APR-5)."""
    request = await lock_headcount_request(uow, read_id("hcr", decision.reference))
    if request.state != HeadcountRequestState.WAITING:
        # Voided after it was approved: the plan stands until somebody plans otherwise.
        return
    before = request.facts()
    request.approval_id = decision.approval_id
    request.end(HeadcountRequestState(decision.outcome.value), comment=decision.comment, now=decision.decided_at)
    if decision.outcome == State.APPROVED:
        assert decision.content_digest == request.digest, "what was approved is what takes effect (rule APR-4)"
        effect = decision.takes_effect_at or decision.decided_at
        plan = Plan(valid_from=max(request.valid_from, effect.astimezone(uow.frame.zone).date()), planned=request.planned)
        position_id, reason = request.position_id, request.reason
        await set_headcount(uow, position_id=position_id, plan=plan, reason=reason, today=uow.today, approval_id=decision.approval_id)
    await uow.session.flush()
    after = request.facts()
    uow.audit("headcount_request.decided", noun="headcount_request", noun_id=request.reference, before=before, after=after)
    uow.changed("headcount_request", request.reference)
