"""Versions of the integrity policy."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters, IntegrityPolicy, policy_in_force

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('integrity_policy', 0))")
NEXT = text("SELECT coalesce(max(version), 0) + 1 FROM integrity_policy")


async def integrity_policy(uow: UnitOfWork) -> tuple[int, IntegrityParameters]:
    """The version in force now, and what it says."""
    return policy_in_force((await uow.session.scalars(select(IntegrityPolicy))).all(), uow.now)


async def next_integrity_policy_version(uow: UnitOfWork) -> int:
    """Two who publish at the same moment get two versions, one after the other."""
    await uow.session.execute(LOCK)
    return (await uow.session.execute(NEXT)).scalar_one()
