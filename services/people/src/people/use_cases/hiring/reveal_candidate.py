"""Personal data is shown in full one person at a time, with a reason that is logged (rule ORG-4)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import CandidateUnreadable
from people.domain.hiring.ids import shown
from people.store.hiring.candidates import lock_candidate


@dataclass(frozen=True, kw_only=True)
class Revealed:
    contact: dict[str, str]
    documents: str


async def reveal_candidate(uow: UnitOfWork, *, candidate_id: UUID, reason: str) -> Revealed:
    """Raises CandidateNotFound, CandidateUnreadable."""
    candidate = await lock_candidate(uow, candidate_id)
    try:
        contact = uow.sealer.open(candidate.contact_sealed)
        documents = uow.sealer.open(candidate.documents_sealed)["text"]
    except SealBroken as error:
        raise CandidateUnreadable(number=candidate.number) from error
    uow.audit("candidate.revealed", noun="candidate", noun_id=shown("cnd", candidate_id), reason=reason)
    return Revealed(contact=contact, documents=documents)
