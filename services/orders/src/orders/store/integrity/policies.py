"""Versions of the integrity policy."""

from sqlalchemy import select

from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters, IntegrityPolicy, policy_in_force


async def integrity_policy(uow: UnitOfWork) -> tuple[int, IntegrityParameters]:
    """The version in force now, and what it says."""
    return policy_in_force((await uow.session.scalars(select(IntegrityPolicy))).all(), uow.now)
