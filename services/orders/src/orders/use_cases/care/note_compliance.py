"""What was decided was done, or was not (rule CARE-8)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.mediation import Mediation, MediationHappened
from orders.store.care.mediations import lock_mediation, record


async def note_compliance(uow: UnitOfWork, *, mediation_id: UUID, complied: bool, text: str) -> Mediation:
    """Raises MediationNotFound, NothingToComplyWith."""
    mediation = await lock_mediation(uow, mediation_id)
    until = mediation.comply_until
    mediation.note_compliance(complied=complied, now=uow.now)
    what = MediationHappened.COMPLIED if complied else MediationHappened.NOT_COMPLIED
    record(uow, mediation, what, text=text, in_time=complied and until is not None and uow.now <= until)
    return mediation
