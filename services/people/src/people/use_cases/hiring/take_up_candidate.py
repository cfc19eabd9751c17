from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import OVER, CandidateStage, CandidateTwice
from people.domain.hiring.ids import shown
from people.store.hiring.candidates import any_interview_note, find_requisition_of, lock_candidate, same_phone
from people.store.hiring.requisitions import lock_requisition


async def take_up_candidate(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, reason: str) -> None:
    """Somebody who was out of the running is in it again. Raises CandidateNotFound, VersionStale, RequisitionNotOpen, CandidateElsewhere, CandidateTwice."""
    requisition = await lock_requisition(uow, await find_requisition_of(uow, candidate_id))
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    requisition.must_be_open()
    candidate.must_be(*OVER)
    if candidate.phone_digest is not None:
        there = await same_phone(uow, requisition_id=requisition.id, digest=candidate.phone_digest)
        if there is not None:
            raise CandidateTwice(number=there)
    before = candidate.stage
    interviewed = await any_interview_note(uow, candidate_id)
    candidate.go_to(CandidateStage.INTERVIEW if interviewed else CandidateStage.APPLIED, now=uow.now)
    await uow.session.flush()
    shown_id = shown("cnd", candidate_id)
    uow.audit(
        "candidate.taken_up", noun="candidate", noun_id=shown_id, before={"stage": before}, after={"stage": candidate.stage}, reason=reason
    )
    uow.changed("candidate", shown_id)
