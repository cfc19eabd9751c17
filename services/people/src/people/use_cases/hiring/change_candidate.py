from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.preconditions import check_version
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from people.domain.hiring.candidate import RUNNING, Candidate, CandidateTwice, CandidateUnreadable, phone_of
from people.domain.hiring.ids import shown
from people.domain.hiring.profile import Profile
from people.store.hiring.candidates import lock_candidate, same_phone


@dataclass(frozen=True, kw_only=True)
class CandidateWish:
    """None leaves a part as it is; `contact` replaces the fields that it names."""

    name: str | None
    contact: Mapping[str, str] | None
    source: str | None
    source_note: str | None
    profile: Profile | None
    documents: str | None


async def change_candidate(uow: UnitOfWork, *, candidate_id: UUID, expected_version: int, wish: CandidateWish) -> Candidate:
    """Raises CandidateNotFound, VersionStale, CandidateElsewhere, CandidateUnreadable, CandidateTwice."""
    candidate = await lock_candidate(uow, candidate_id)
    check_version(expected=expected_version, actual=candidate.version)
    candidate.must_be(*RUNNING)
    before = candidate.facts()
    for name in ("name", "source", "source_note"):
        if getattr(wish, name) is not None:
            setattr(candidate, name, getattr(wish, name))
    if wish.profile is not None:
        candidate.profile = wish.profile.model_dump(mode="json")
    if wish.documents is not None:
        candidate.documents_sealed = uow.sealer.seal({"text": wish.documents})
    if wish.contact:
        await _reach(uow, candidate, wish.contact)
    candidate.version += 1
    await uow.session.flush()
    after = candidate.facts() | ({"contact_changed": sorted(wish.contact)} if wish.contact else {})
    uow.audit("candidate.changed", noun="candidate", noun_id=shown("cnd", candidate_id), before=before, after=after)
    uow.changed("candidate", shown("cnd", candidate_id))
    return candidate


async def _reach(uow: UnitOfWork, candidate: Candidate, contact: Mapping[str, str]) -> None:
    try:
        known = uow.sealer.open(candidate.contact_sealed)
    except SealBroken as error:
        raise CandidateUnreadable(number=candidate.number) from error
    whole = {**known, **contact}
    phone = phone_of(whole)
    digest = uow.sealer.digest(f"phone {phone}") if phone else None
    if digest is not None:
        there = await same_phone(uow, requisition_id=candidate.requisition_id, digest=digest, leaving_out=candidate.id)
        if there is not None:
            raise CandidateTwice(number=there)
    candidate.phone_digest = digest
    candidate.contact_sealed = uow.sealer.seal(whole)
