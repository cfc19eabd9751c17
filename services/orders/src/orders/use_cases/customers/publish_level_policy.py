"""A new version of levels, service plans and tags by rule, from a date on (rules CARE-4, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.customers.levels import LevelParameters, LevelPolicy, LevelPolicyInThePast, refuse_faulty
from orders.store.customers.levels import next_level_version


async def publish_level_policy(uow: UnitOfWork, *, parameters: LevelParameters, effective_from: datetime | None, note: str) -> LevelPolicy:
    """`effective_from` None means now. Raises LevelPolicyFaulty, LevelPolicyInThePast. A job looks at all files again once it is in force."""
    refuse_faulty(parameters)
    start = effective_from or uow.now
    if start < uow.now:
        raise LevelPolicyInThePast
    policy = LevelPolicy(
        version=await next_level_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit(
        "customer_level_policy.published", noun="customer_level_policy", noun_id=str(policy.version), after=after, reason=note or None
    )
    uow.changed("customer_level_policy", str(policy.version))
    return policy
