"""Versions of the feedback policy."""

from datetime import datetime

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.care.feedback_policy import DEFAULT_FEEDBACK, FeedbackParameters, FeedbackPolicy, feedback_of


async def feedback_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, FeedbackParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    row = await version_at(uow.session, FeedbackPolicy, moment=moment)
    return (0, DEFAULT_FEEDBACK) if row is None else (row.version, feedback_of(row.parameters))
