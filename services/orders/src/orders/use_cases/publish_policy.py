"""A new version of the review policy, from a date on (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from orders.domain.policy import REVIEW_RULE, PolicyInThePast, ReviewParameters, ReviewPolicy
from orders.domain.review_rules import refuse_senseless
from orders.store.knowledge import knowledge_changed
from orders.store.policies import name_rules, next_policy_version, stages_published


async def publish_policy(uow: UnitOfWork, *, parameters: ReviewParameters, effective_from: datetime | None, note: str) -> ReviewPolicy:
    """`effective_from` None means now. Raises PolicyInThePast, RulesMakeNoSense."""
    start = effective_from or uow.now
    if start < uow.now:
        raise PolicyInThePast
    version = await next_policy_version(uow)
    refuse_senseless(parameters.rules, stages=await stages_published(uow))
    policy = ReviewPolicy(
        id=new_id(),
        rule=REVIEW_RULE,
        version=version,
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    await name_rules(uow, parameters.rules, version=version)
    await knowledge_changed(uow)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("review_policy.published", noun="review_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("review_policy", str(policy.version))
    return policy
