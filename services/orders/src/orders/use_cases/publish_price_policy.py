"""A new version of what a clerk may change of a price alone, from a date on (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.price_change import PriceChangeParameters, PriceChangePolicy, PricePolicyInThePast
from orders.store.price_changes import next_price_policy_version


async def publish_price_policy(
    uow: UnitOfWork, *, parameters: PriceChangeParameters, effective_from: datetime | None, note: str
) -> PriceChangePolicy:
    """`effective_from` None means now. Raises PricePolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise PricePolicyInThePast
    policy = PriceChangePolicy(
        version=await next_price_policy_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("price_change_policy.published", noun="price_change_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("price_change_policy", str(policy.version))
    return policy
