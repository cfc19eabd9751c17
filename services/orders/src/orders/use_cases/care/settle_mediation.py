"""Buyer and seller have agreed among themselves before it was decided (rule CARE-8)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.mediation import Mediation, MediationHappened
from orders.store.care.mediations import lock_mediation, record


async def settle_mediation(uow: UnitOfWork, *, mediation_id: UUID, text: str) -> Mediation:
    """Raises MediationNotFound, MediationDecidedAlready."""
    mediation = await lock_mediation(uow, mediation_id)
    mediation.settle(now=uow.now)
    record(uow, mediation, MediationHappened.SETTLED, text=text)
    return mediation
