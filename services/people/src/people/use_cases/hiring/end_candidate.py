from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import RUNNING, CandidateStage
from people.domain.hiring.ids import shown
from people.domain.hiring.offer import OfferState
from people.store.hiring.candidates import lock_candidate, standing_offer


async def end_candidate(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, stage: CandidateStage, reason: str) -> None:
    """Rejected by us, or withdrawn by themselves; an offer that stands is withdrawn with it. Raises CandidateNotFound, VersionStale, CandidateElsewhere."""
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    candidate.must_be(*RUNNING)
    before = candidate.stage
    if before in (CandidateStage.OFFERED, CandidateStage.ACCEPTED):
        (await standing_offer(uow, candidate_id)).end(OfferState.WITHDRAWN, note=reason, now=uow.now)
    candidate.go_to(stage, now=uow.now, reason=reason)
    await uow.session.flush()
    shown_id = shown("cnd", candidate_id)
    uow.audit("candidate.ended", noun="candidate", noun_id=shown_id, before={"stage": before}, after={"stage": stage}, reason=reason)
    uow.changed("candidate", shown_id)
