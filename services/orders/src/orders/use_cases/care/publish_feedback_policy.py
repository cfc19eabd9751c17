"""A new version of what counts as bad, late and repeated, from a date on (rules CARE-6, CARE-7, SYS-6)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from orders.domain.care.feedback_policy import FeedbackParameters, FeedbackPolicy, FeedbackPolicyInThePast
from orders.store.care.feedback_policies import next_feedback_version


async def publish_feedback_policy(
    uow: UnitOfWork, *, parameters: FeedbackParameters, effective_from: datetime | None, note: str
) -> FeedbackPolicy:
    """`effective_from` None means now. Raises FeedbackPolicyInThePast."""
    start = effective_from or uow.now
    if start < uow.now:
        raise FeedbackPolicyInThePast
    policy = FeedbackPolicy(
        version=await next_feedback_version(uow),
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(policy)
    after: dict[str, object] = {"version": policy.version, "effective_from": start.isoformat(), "parameters": policy.parameters}
    uow.audit("feedback_policy.published", noun="feedback_policy", noun_id=str(policy.version), after=after, reason=note or None)
    uow.changed("feedback_policy", str(policy.version))
    return policy
