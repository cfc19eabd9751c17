"""A new version of the hours in which orders have to leave, from a date on (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.ship_clock import ShipParameters, ShipPolicy, ShipPolicyInThePast
from orders.store.knowledge import knowledge_changed
from orders.store.ship_policies import next_ship_policy_version


async def publish_ship_policy(uow: UnitOfWork, *, parameters: ShipParameters, effective_from: datetime | None, note: str) -> ShipPolicy:
    """`effective_from` None means now. Raises ShipPolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise ShipPolicyInThePast
    policy = ShipPolicy(
        version=await next_ship_policy_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    await knowledge_changed(uow)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("ship_policy.published", noun="ship_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("ship_policy", str(policy.version))
    return policy
