from chassis.ids import read_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import State
from people.domain.approvals.kinds import Decision
from people.domain.hiring.conduct import ConductState
from people.domain.ids import shown_employee
from people.store.hiring.files import lock_conduct


async def note_penalty_decided(uow: UnitOfWork, decision: Decision) -> None:
    """Approved, it takes effect from then on, never backwards (rules APR-1, APR-5)."""
    entry = await lock_conduct(uow, read_id("cdt", decision.reference))
    if entry.state != ConductState.WAITING:
        return
    before = entry.facts()
    if decision.outcome == State.APPROVED:
        assert decision.content_digest == entry.digest, "what was approved is what takes effect (rule APR-4)"
        effect = decision.takes_effect_at or decision.decided_at
        entry.note_approved(approval_id=decision.approval_id, takes_effect_at=effect, comment=decision.comment)
    else:
        entry.approval_id = decision.approval_id
        entry.end(ConductState(decision.outcome.value), comment=decision.comment)
    await uow.session.flush()
    uow.audit("conduct.decided", noun="conduct_entry", noun_id=entry.reference, before=before, after=entry.facts())
    uow.changed("personnel_file", shown_employee(entry.employee_id))
