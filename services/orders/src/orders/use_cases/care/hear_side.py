"""A side says what it has to say: buyers through the mall, sellers through their shop's people (rule CARE-8)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.mediation import Mediation, MediationHappened, Side
from orders.domain.redaction import without_numbers
from orders.store.care.mediations import lock_mediation, record


async def hear_side(uow: UnitOfWork, *, mediation_id: UUID, side: Side, text: str) -> Mediation:
    """Who speaks after their time is heard too, and noted as late. Raises MediationNotFound, MediationDecidedAlready."""
    mediation = await lock_mediation(uow, mediation_id)
    in_time = mediation.hear(side, now=uow.now)
    record(uow, mediation, MediationHappened.STATEMENT, side=side, text=without_numbers(text), in_time=in_time)
    return mediation
