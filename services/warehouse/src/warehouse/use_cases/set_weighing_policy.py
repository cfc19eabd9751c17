"""The company decides how far a parcel's weight may be from that of its goods (rules WMS-12, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from warehouse.domain.policy import PolicyInThePast, WeighingPolicy
from warehouse.store.policies import last_weighing_policy_version


async def set_weighing_policy(
    uow: UnitOfWork, *, tolerance_percent: int, packaging_g: int, effective_from: datetime | None
) -> WeighingPolicy:
    """From now on, or from a later moment. Raises PolicyInThePast."""
    begins = effective_from or uow.now
    if begins < uow.now:
        raise PolicyInThePast
    version = await last_weighing_policy_version(uow) + 1
    policy = WeighingPolicy(
        version=version, tolerance_percent=tolerance_percent, packaging_g=packaging_g, effective_from=begins, created_at=uow.now,
        created_by=uow.actor.name,
    )  # fmt: skip
    uow.session.add(policy)
    after: dict[str, object] = {"tolerance_percent": tolerance_percent, "packaging_g": packaging_g, "effective_from": begins.isoformat()}
    uow.audit("policy.weighing_set", noun="policy", noun_id=f"weighing/{version}", after=after)
    uow.changed("policy", "weighing")
    return policy
