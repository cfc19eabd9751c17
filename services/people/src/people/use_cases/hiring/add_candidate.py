from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import Candidate, CandidateStage, CandidateTwice, NotALeaver, phone_of
from people.domain.hiring.ids import shown
from people.domain.hiring.profile import Profile
from people.domain.organisation.employee import Stage
from people.store.hiring.candidates import add_candidate_row, next_candidate_number, same_phone
from people.store.hiring.requisitions import lock_requisition
from people.store.organisation.employees import lock_employee


@dataclass(frozen=True, kw_only=True)
class NewCandidate:
    """`contact` in the clear (domain/organisation/contact.py) and `documents`, both sealed here. `former_employee_id`: they worked here before."""

    requisition_id: UUID
    name: str
    contact: Mapping[str, str]
    source: str
    source_note: str
    profile: Profile
    documents: str
    former_employee_id: UUID | None


async def add_candidate(uow: UnitOfWork, *, facts: NewCandidate) -> Candidate:
    """Rule ORG-4. Raises RequisitionNotFound, RequisitionNotOpen, CandidateTwice, EmployeeNotFound, NotALeaver."""
    requisition = await lock_requisition(uow, facts.requisition_id)
    requisition.must_be_open()
    phone = phone_of(facts.contact)
    digest = uow.sealer.digest(f"phone {phone}") if phone else None
    there = await same_phone(uow, requisition_id=requisition.id, digest=digest) if digest else None
    if there is not None:
        raise CandidateTwice(number=there)
    if facts.former_employee_id is not None:
        former = await lock_employee(uow, facts.former_employee_id)
        if former.stage != Stage.LEFT:
            raise NotALeaver(name=former.name)
    candidate = Candidate(
        id=new_id(),
        number=await next_candidate_number(uow),
        requisition_id=requisition.id,
        name=facts.name,
        contact_sealed=uow.sealer.seal(dict(facts.contact)),
        phone_digest=digest,
        source=facts.source,
        source_note=facts.source_note,
        profile=facts.profile.model_dump(mode="json"),
        documents_sealed=uow.sealer.seal({"text": facts.documents}),
        stage=CandidateStage.APPLIED,
        former_employee_id=facts.former_employee_id,
        added_by=uow.actor.name,
        added_at=uow.now,
        stage_since=uow.now,
        version=1,
    )
    await add_candidate_row(uow, candidate)
    uow.audit("candidate.added", noun="candidate", noun_id=shown("cnd", candidate.id), after=candidate.facts())
    uow.changed("candidate", shown("cnd", candidate.id))
    return candidate
