"""Versions of the review policy."""

from sqlalchemy import text

from chassis.uow import UnitOfWork

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('review_policy', 0))")
NEXT = text("SELECT coalesce(max(version), 0) + 1 FROM review_policy")


async def next_policy_version(uow: UnitOfWork) -> int:
    """Two who publish at the same moment get two versions, one after the other."""
    await uow.session.execute(LOCK)
    return (await uow.session.execute(NEXT)).scalar_one()
