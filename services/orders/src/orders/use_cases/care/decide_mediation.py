"""The mall decides between buyer and seller, when both were heard or their time has run out (rule CARE-8)."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import MediationDecided
from orders.domain.care.mediation import Mediation, MediationHappened, Outcome, SpokeInIt
from orders.store.care.mediations import lock_mediation, record, shown, spoke_in
from orders.store.care.policies import care_policy_at


async def decide_mediation(
    uow: UnitOfWork, *, mediation_id: UUID, outcome: Outcome, reason: str, to_do: str, comply_until: datetime | None
) -> Mediation:
    """`comply_until` None: the policy's days. Raises MediationNotFound, MediationDecidedAlready, NotHeardYet, SpokeInIt, ComplyInThePast."""
    mediation = await lock_mediation(uow, mediation_id)
    mediation.must_be_heard_in()
    if await spoke_in(uow, mediation.id, account_id=uow.actor.id):
        raise SpokeInIt
    # The job may not have come by yet.
    for side in mediation.fall_silent(now=uow.now):
        record(uow, mediation, MediationHappened.SILENT, side=side, facts={"until": mediation.until(side).isoformat()})
    _, policy = await care_policy_at(uow, moment=uow.now)
    until = comply_until or uow.now + timedelta(days=policy.mediation.comply_days)
    in_time = mediation.decide(outcome, comply_until=until, now=uow.now)
    facts = {"outcome": str(outcome), "to_do": to_do, "comply_until": until.isoformat()}
    record(uow, mediation, MediationHappened.DECIDED, text=reason, in_time=in_time, facts=facts)
    uow.publish(
        MediationDecided(
            mediation_id=shown(mediation), number=mediation.number, shop_id=mediation.shop_id, order_id=show_id("ord", mediation.order_id),
            outcome=outcome.value, in_time=in_time, comply_until=until, by=uow.actor.name, by_id=uow.actor.id,
            opened_at=mediation.opened_at, decided_at=uow.now,
        )
    )  # fmt: skip
    return mediation
