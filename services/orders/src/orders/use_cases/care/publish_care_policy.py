"""A new version of the policy of customer care, from a date on (rules CARE-3, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.care.policy import CareParameters, CarePolicy, CarePolicyInThePast
from orders.store.care.policies import next_care_version


async def publish_care_policy(uow: UnitOfWork, *, parameters: CareParameters, effective_from: datetime | None, note: str) -> CarePolicy:
    """`effective_from` None means now. Raises CarePolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise CarePolicyInThePast
    policy = CarePolicy(
        version=await next_care_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("care_policy.published", noun="care_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("care_policy", str(policy.version))
    return policy
