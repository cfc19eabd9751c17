"""People decided about an export of personal data (rules ORD-5, APR-5)."""

from chassis.ids import read_id
from chassis.uow import UnitOfWork
from contracts.people import ApprovalDecided
from orders.domain.customers.data_export import PREFIX, ExportState
from orders.domain.deciders import names_of_deciders
from orders.store.customers.data_exports import lock_export, told

OUTCOMES = {"approved": ExportState.APPROVED, "refused": ExportState.REFUSED, "withdrawn": ExportState.WITHDRAWN}


async def note_export_decision(uow: UnitOfWork, *, decision: ApprovalDecided) -> None:
    """Only what was asked for is approved: had it changed meanwhile, it is void."""
    export = await lock_export(uow, read_id(PREFIX, decision.reference))
    if export is None or export.state != ExportState.ASKED or export.content_digest != decision.content_digest:
        return
    state = OUTCOMES.get(decision.outcome, ExportState.VOIDED)
    if export.digest() != export.content_digest:
        state = ExportState.VOIDED
    export.approval_id = decision.approval_id
    export.settle(state, by=names_of_deciders(decision), comment=decision.comment, now=uow.now)
    told(
        uow,
        export,
        str(state),
        reason=decision.comment or None,
        approval=decision.approval_id,
        by=decision.decided_by,
        names=decision.decided_by_names,
    )
