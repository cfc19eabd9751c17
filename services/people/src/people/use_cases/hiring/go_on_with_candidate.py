from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import CandidateStage
from people.domain.hiring.ids import shown
from people.domain.hiring.profile import check, unmet
from people.domain.organisation.position_text import text_of
from people.store.hiring.candidates import lock_candidate
from people.store.hiring.places import description_for


async def go_on_with_candidate(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, reason: str) -> None:
    """A person decides to go on in spite of what is unmet now; another point that is unmet later is not excused (rule ORG-4).

    Raises CandidateNotFound, VersionStale, CandidateElsewhere, NothingUnmet.
    """
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    candidate.must_be(CandidateStage.APPLIED, CandidateStage.INTERVIEW)
    description = await description_for(uow, candidate, on=uow.today)
    points = [] if description is None else check(candidate.read_profile(), text_of(description).qualifications)
    candidate.go_on(unmet(points), reason=reason, by=uow.actor.name, now=uow.now)
    await uow.session.flush()
    shown_id = shown("cnd", candidate_id)
    uow.audit("candidate.went_on", noun="candidate", noun_id=shown_id, after={"unmet": candidate.went_on}, reason=reason)
    uow.changed("candidate", shown_id)
