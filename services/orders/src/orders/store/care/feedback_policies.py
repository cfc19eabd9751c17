"""Versions of the feedback policy."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.care.feedback_policy import DEFAULT_FEEDBACK, FeedbackParameters, FeedbackPolicy, feedback_of

LOCK = text("LOCK TABLE feedback_policy IN SHARE ROW EXCLUSIVE MODE")


async def feedback_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, FeedbackParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    query = select(FeedbackPolicy).where(FeedbackPolicy.effective_from <= moment)
    row = await uow.session.scalar(query.order_by(FeedbackPolicy.effective_from.desc(), FeedbackPolicy.version.desc()).limit(1))
    return (0, DEFAULT_FEEDBACK) if row is None else (row.version, feedback_of(row.parameters))


async def next_feedback_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(LOCK)
    newest = select(FeedbackPolicy.version).order_by(FeedbackPolicy.version.desc()).limit(1)
    return (await uow.session.scalar(newest) or 0) + 1
