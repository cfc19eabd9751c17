"""A side gives a picture as evidence (rule CARE-8)."""

from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.pictures import Picture, seal_picture
from chassis.uow import UnitOfWork
from orders.domain.care.mediation import (
    EVIDENCE_PREFIX,
    MOST_EVIDENCE,
    MediationEvidence,
    MediationHappened,
    Side,
    TooMuchEvidence,
)
from orders.store.care.mediations import count_evidence, lock_mediation, record


async def keep_evidence(uow: UnitOfWork, *, mediation_id: UUID, side: Side, picture: Picture) -> UUID:
    """Its id. Raises MediationNotFound, MediationDecidedAlready, TooMuchEvidence."""
    mediation = await lock_mediation(uow, mediation_id)
    mediation.must_be_heard_in()
    if await count_evidence(uow, mediation.id, side=side) >= MOST_EVIDENCE:
        raise TooMuchEvidence(most=MOST_EVIDENCE)
    kept = MediationEvidence(
        id=new_id(), mediation_id=mediation.id, side=side, digest=picture.digest, width=picture.width, height=picture.height,
        image_sealed=seal_picture(uow.sealer, picture), at=uow.now, by_name=uow.actor.name, removed_at=None,
    )  # fmt: skip
    uow.session.add(kept)
    mediation.version += 1
    in_time = uow.now <= mediation.until(side)
    facts = {"evidence": show_id(EVIDENCE_PREFIX, kept.id), "digest": picture.digest}
    record(uow, mediation, MediationHappened.EVIDENCE, side=side, in_time=in_time, facts=facts)
    return kept.id
