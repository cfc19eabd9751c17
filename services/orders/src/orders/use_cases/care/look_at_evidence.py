"""Somebody looks at a picture that a side gave (rule CARE-8)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.pictures import open_picture
from chassis.uow import UnitOfWork
from orders.domain.care.mediation import EVIDENCE_PREFIX, NOUN, EvidenceRemoved, MediationNotFound
from orders.store.care.mediations import find_evidence, lock_mediation, shown


async def look_at_evidence(uow: UnitOfWork, *, mediation_id: UUID, evidence_id: UUID) -> bytes:
    """A JPEG. Each look is in the audit trail (rule SYS-2). Raises MediationNotFound, EvidenceRemoved."""
    mediation = await lock_mediation(uow, mediation_id)
    found = await find_evidence(uow, mediation.id, evidence_id)
    if found is None:
        raise MediationNotFound
    if found.image_sealed is None:
        assert found.removed_at is not None
        raise EvidenceRemoved(day=found.removed_at.astimezone(uow.frame.zone).date().isoformat())
    uow.audit("mediation.evidence_seen", noun=NOUN, noun_id=shown(mediation), after={"evidence": show_id(EVIDENCE_PREFIX, evidence_id)})
    return open_picture(uow.sealer, found.image_sealed)
