"""A new version of the after-sales policy, from a date on (rules CARE-1, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.aftersales.policy import AftersalesParameters, AftersalesPolicy, AftersalesPolicyInThePast
from orders.store.aftersales.policies import next_aftersales_version


async def publish_aftersales_policy(
    uow: UnitOfWork, *, parameters: AftersalesParameters, effective_from: datetime | None, note: str
) -> AftersalesPolicy:
    """`effective_from` None means now. Raises AftersalesPolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise AftersalesPolicyInThePast
    policy = AftersalesPolicy(
        version=await next_aftersales_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("aftersales_policy.published", noun="aftersales_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("aftersales_policy", str(policy.version))
    return policy
