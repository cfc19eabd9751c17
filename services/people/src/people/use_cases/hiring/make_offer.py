from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import CandidateStage, NotYetInterviewed
from people.domain.hiring.ids import shown
from people.domain.hiring.offer import Offer, OfferDaysWrong, OfferState
from people.domain.hiring.profile import check, unmet
from people.domain.organisation.position_text import text_of
from people.store.hiring.candidates import add_offer, any_interview_note, find_requisition_of, lock_candidate
from people.store.hiring.places import description_for
from people.store.hiring.requisitions import lock_requisition


@dataclass(frozen=True, kw_only=True)
class OfferTerms:
    """`terms` in the clear: pay and conditions, sealed here."""

    terms: str
    starts_on: date
    probation_months: int
    valid_until: date


async def make_offer(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, terms: OfferTerms) -> Offer:
    """To somebody who was interviewed and meets the description, or whom a person wants all the same (rule ORG-4).

    Raises CandidateNotFound, VersionStale, RequisitionNotOpen, CandidateElsewhere, NotYetInterviewed, OfferDaysWrong, QualificationsUnmet.
    """
    requisition = await lock_requisition(uow, await find_requisition_of(uow, candidate_id))
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    requisition.must_be_open()
    candidate.must_be(CandidateStage.APPLIED, CandidateStage.INTERVIEW)
    if min(terms.valid_until, terms.starts_on) < uow.today:
        raise OfferDaysWrong
    if not await any_interview_note(uow, candidate_id):
        raise NotYetInterviewed
    description = await description_for(uow, candidate, on=uow.today)
    if description is not None:
        candidate.must_meet(unmet(check(candidate.read_profile(), text_of(description).qualifications)))
    offer = Offer(
        id=new_id(),
        candidate_id=candidate_id,
        terms_sealed=uow.sealer.seal({"text": terms.terms}),
        starts_on=terms.starts_on,
        probation_months=terms.probation_months,
        valid_until=terms.valid_until,
        state=OfferState.OPEN,
        made_by=uow.actor.name,
        made_at=uow.now,
        note="",
    )
    await add_offer(uow, offer)
    candidate.go_to(CandidateStage.OFFERED, now=uow.now)
    await uow.session.flush()
    after: dict[str, object] = {"starts_on": offer.starts_on.isoformat(), "valid_until": offer.valid_until.isoformat()}
    uow.audit("offer.made", noun="candidate", noun_id=shown("cnd", candidate_id), after=after)
    uow.changed("candidate", shown("cnd", candidate_id))
    return offer
