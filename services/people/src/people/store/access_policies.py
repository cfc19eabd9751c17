"""The company's access policy, with its versions."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.access_policy import AccessPolicy

NEXT = text("LOCK TABLE access_policy IN SHARE ROW EXCLUSIVE MODE")


async def access_policy_at(uow: UnitOfWork, *, moment: datetime) -> AccessPolicy:
    """The newest version that holds then."""
    held = select(AccessPolicy).where(AccessPolicy.effective_from <= moment)
    policy = await uow.session.scalar(held.order_by(AccessPolicy.effective_from.desc(), AccessPolicy.version.desc()).limit(1))
    assert policy is not None, "the first start wrote version 1"
    return policy


async def last_access_policy_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(NEXT)
    return await uow.session.scalar(select(AccessPolicy.version).order_by(AccessPolicy.version.desc()).limit(1)) or 0
