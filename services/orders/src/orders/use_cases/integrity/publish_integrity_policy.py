"""A new version of what makes an order suspicious and what a case costs, from a date on (rules ORD-6, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters, IntegrityPolicy, IntegrityPolicyInThePast, refuse_ladder
from orders.store.integrity.policies import next_integrity_policy_version


async def publish_integrity_policy(
    uow: UnitOfWork, *, parameters: IntegrityParameters, effective_from: datetime | None, note: str
) -> IntegrityPolicy:
    """`effective_from` None means now. Raises LadderOutOfOrder, IntegrityPolicyInThePast."""
    refuse_ladder(parameters.credit)
    start = effective_from or uow.now
    if start < uow.now:
        raise IntegrityPolicyInThePast
    policy = IntegrityPolicy(
        version=await next_integrity_policy_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("integrity_policy.published", noun="integrity_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("integrity_policy", str(policy.version))
    return policy
