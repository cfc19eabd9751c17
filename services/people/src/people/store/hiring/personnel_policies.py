"""The company's personnel policy, with its versions."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.hiring.personnel_policy import PersonnelPolicy

NEXT = text("LOCK TABLE personnel_policy IN SHARE ROW EXCLUSIVE MODE")


async def personnel_policy_at(uow: UnitOfWork, *, moment: datetime) -> PersonnelPolicy:
    """The newest version that holds then."""
    held = select(PersonnelPolicy).where(PersonnelPolicy.effective_from <= moment)
    policy = await uow.session.scalar(held.order_by(PersonnelPolicy.effective_from.desc(), PersonnelPolicy.version.desc()).limit(1))
    assert policy is not None, "the first start wrote version 1"
    return policy


async def last_personnel_policy_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(NEXT)
    return await uow.session.scalar(select(PersonnelPolicy.version).order_by(PersonnelPolicy.version.desc()).limit(1)) or 0
