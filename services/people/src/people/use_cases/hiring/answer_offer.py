from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import CandidateStage
from people.domain.hiring.ids import shown
from people.domain.hiring.offer import OfferState
from people.store.hiring.candidates import find_requisition_of, lock_candidate, standing_offer
from people.store.hiring.requisitions import lock_requisition


async def answer_offer(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, answer: OfferState, note: str) -> None:
    """What the candidate said, or that we took it back: accepted, declined, withdrawn. A lapsed offer is no longer accepted (rule ORG-4).

    Raises CandidateNotFound, VersionStale, CandidateElsewhere, NoOffer, OfferLapsed, RequisitionNotOpen.
    """
    requisition = await lock_requisition(uow, await find_requisition_of(uow, candidate_id))
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    if answer == OfferState.WITHDRAWN:
        candidate.must_be(CandidateStage.OFFERED, CandidateStage.ACCEPTED)
    else:
        candidate.must_be(CandidateStage.OFFERED)
    offer = await standing_offer(uow, candidate_id)
    if answer == OfferState.ACCEPTED:
        requisition.must_be_open()
        offer.must_stand(today=uow.today)
    offer.end(answer, note=note, now=uow.now)
    before = candidate.stage
    stages = {
        OfferState.ACCEPTED: CandidateStage.ACCEPTED,
        OfferState.DECLINED: CandidateStage.DECLINED,
        OfferState.WITHDRAWN: CandidateStage.INTERVIEW,
    }
    candidate.go_to(stages[answer], now=uow.now, reason=note if answer == OfferState.DECLINED else None)
    await uow.session.flush()
    shown_id = shown("cnd", candidate_id)
    uow.audit(
        f"offer.{answer}",
        noun="candidate",
        noun_id=shown_id,
        before={"stage": before},
        after={"stage": candidate.stage},
        reason=note or None,
    )
    uow.changed("candidate", shown_id)
