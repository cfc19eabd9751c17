from collections.abc import Sequence
from typing import Literal, cast
from uuid import UUID

from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from people.domain.approvals.approval import Approval, State
from people.domain.approvals.kinds import Decision, kinds
from people.domain.approvals.log_entry import Happened
from people.domain.ids import shown_account, shown_approval
from people.store.accounts import names_of_accounts
from people.store.approvals.requests import close_open_seats, write_log

HAPPENED = {
    State.APPROVED: Happened.APPROVED,
    State.REFUSED: Happened.REFUSED,
    State.VOIDED: Happened.VOIDED,
    State.WITHDRAWN: Happened.WITHDRAWN,
}


async def settle_approval(
    uow: UnitOfWork, *, approval: Approval, outcome: State, comment: str, deciders: Sequence[UUID], by: UUID | None,
    facts: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """Ends a request and tells it: to the kind's handler in this transaction, to everybody else by event. Raises what the handler refuses."""
    before = approval.state
    approval.end(outcome, comment=comment, deciders=deciders, now=uow.now)
    await close_open_seats(uow, approval)
    if outcome != State.REFUSED:
        # A refusal was written down when it was said.
        await write_log(uow, approval, HAPPENED[outcome], account_id=by, comment=comment, facts=facts)
    shown = shown_approval(approval.id)
    after: dict[str, object] = {"state": outcome, "deciders": [shown_account(one) for one in deciders]}
    uow.audit(f"approval.{outcome}", noun="approval", noun_id=shown, before={"state": before}, after=after, reason=comment or None)
    uow.changed("approval", shown)
    uow.publish(
        ApprovalDecided(
            approval_id=shown,
            kind=approval.kind,
            reference=approval.reference,
            outcome=cast('Literal["approved", "refused", "voided", "withdrawn"]', outcome.value),
            content_digest=approval.content_digest,
            decided_at=uow.now,
            takes_effect_at=approval.takes_effect_at,
            decided_by=[shown_account(one) for one in deciders],
            comment=comment,
            decided_by_names=await names_of_accounts(uow, deciders),
        )
    )
    handler = kinds.handlers.get(approval.kind)
    if handler is not None:
        await handler(uow, _decision(approval, deciders))


def _decision(approval: Approval, deciders: Sequence[UUID]) -> Decision:
    assert approval.decided_at is not None
    return Decision(
        approval_id=approval.id,
        kind=approval.kind,
        reference=approval.reference,
        outcome=State(approval.state),
        content_digest=approval.content_digest,
        decided_at=approval.decided_at,
        takes_effect_at=approval.takes_effect_at,
        decided_by=list(deciders),
        comment=approval.comment,
    )
