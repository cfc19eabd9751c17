"""Times of mediations run out: who stayed silent is noted as such, and what nobody has complied with (rule CARE-8)."""

from chassis.uow import UnitOfWork
from orders.domain.care.mediation import MediationHappened
from orders.store.care.mediations import lock_mediations, record, run_out

MOST_AT_ONCE = 200


async def note_mediation_times(uow: UnitOfWork) -> int:
    """Each once; how many mediations were looked at."""
    ids = await run_out(uow, now=uow.now, limit=MOST_AT_ONCE)
    for mediation in await lock_mediations(uow, ids=ids):
        for side in mediation.fall_silent(now=uow.now):
            record(uow, mediation, MediationHappened.SILENT, side=side, facts={"until": mediation.until(side).isoformat()})
        if mediation.run_late(now=uow.now):
            record(uow, mediation, MediationHappened.COMPLY_LATE)
    return len(ids)
