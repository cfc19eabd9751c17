from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import CandidateStage
from people.domain.hiring.ids import shown
from people.domain.hiring.offer import OfferState
from people.domain.hiring.requisition import Requisition
from people.store.hiring.candidates import candidates_in_the_running, standing_offer
from people.store.hiring.requisitions import lock_requisition


async def close_requisition(uow: UnitOfWork, *, requisition_id: UUID, expected_version: int, reason: str) -> Requisition:
    """Nobody is hired on it any more: who is still in the running is rejected with the same reason, and offers are withdrawn.

    Raises RequisitionNotFound, VersionStale, RequisitionNotOpen.
    """
    requisition = await lock_requisition(uow, requisition_id)
    check_version(expected=expected_version, actual=requisition.version)
    before = requisition.facts()
    requisition.close(reason=reason, now=uow.now)
    for candidate in await candidates_in_the_running(uow, requisition_id):
        if candidate.stage in (CandidateStage.OFFERED, CandidateStage.ACCEPTED):
            (await standing_offer(uow, candidate.id)).end(OfferState.WITHDRAWN, note=reason, now=uow.now)
        stage = candidate.stage
        candidate.go_to(CandidateStage.REJECTED, now=uow.now, reason=reason)
        after: dict[str, object] = {"stage": candidate.stage}
        uow.audit(
            "candidate.ended", noun="candidate", noun_id=shown("cnd", candidate.id), before={"stage": stage}, after=after, reason=reason
        )
        uow.changed("candidate", shown("cnd", candidate.id))
    await uow.session.flush()
    shown_id = shown("rqn", requisition_id)
    uow.audit("requisition.closed", noun="requisition", noun_id=shown_id, before=before, after=requisition.facts(), reason=reason)
    uow.changed("requisition", shown_id)
    return requisition
