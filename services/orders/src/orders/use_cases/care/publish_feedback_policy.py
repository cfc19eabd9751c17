"""A new version of what counts as bad, late and repeated, from a date on (rules CARE-6, CARE-7, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.care.feedback_policy import FeedbackParameters, FeedbackPolicy


async def publish_feedback_policy(
    uow: UnitOfWork, *, parameters: FeedbackParameters, effective_from: datetime | None, note: str
) -> FeedbackPolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, FeedbackPolicy, parameters=parameters, effective_from=effective_from, note=note)
