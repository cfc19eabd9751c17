"""A new version of how long customers' personal data is kept, from a date on (rules ORD-5, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import RetentionParameters, RetentionPolicy, RetentionPolicyInThePast
from orders.store.customers.erasing import next_retention_version


async def publish_retention_policy(
    uow: UnitOfWork, *, parameters: RetentionParameters, effective_from: datetime | None, note: str
) -> RetentionPolicy:
    """`effective_from` None means now. Raises RetentionPolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise RetentionPolicyInThePast
    policy = RetentionPolicy(
        version=await next_retention_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("retention_policy.published", noun="retention_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("retention_policy", str(policy.version))
    return policy
