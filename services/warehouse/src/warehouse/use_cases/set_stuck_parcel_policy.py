"""The company decides after how many hours a resting parcel is looked at (rules ORD-4, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from warehouse.domain.policy import PolicyInThePast, StuckParcelPolicy
from warehouse.store.policies import last_policy_version


async def set_stuck_parcel_policy(uow: UnitOfWork, *, hours: int, effective_from: datetime | None) -> StuckParcelPolicy:
    """From now on, or from a later moment. Raises PolicyInThePast."""
    begins = effective_from or uow.now
    if begins < uow.now:
        raise PolicyInThePast
    version = await last_policy_version(uow) + 1
    policy = StuckParcelPolicy(version=version, hours=hours, effective_from=begins, created_at=uow.now, created_by=uow.actor.name)
    uow.session.add(policy)
    after: dict[str, object] = {"hours": hours, "effective_from": begins.isoformat()}
    uow.audit("policy.stuck_parcel_set", noun="policy", noun_id=f"stuck_parcel/{version}", after=after)
    uow.changed("policy", "stuck_parcel")
    return policy
