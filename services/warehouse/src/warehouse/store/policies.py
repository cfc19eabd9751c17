"""Policies with their versions."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from warehouse.domain.policy import StuckParcelPolicy, WeighingPolicy

NEXT = text("LOCK TABLE stuck_parcel_policy IN SHARE ROW EXCLUSIVE MODE")
NEXT_WEIGHING = text("LOCK TABLE weighing_policy IN SHARE ROW EXCLUSIVE MODE")


async def stuck_parcel_policy_at(uow: UnitOfWork, *, moment: datetime) -> StuckParcelPolicy:
    """The newest version that holds then; the first one holds from the beginning."""
    query = select(StuckParcelPolicy).where(StuckParcelPolicy.effective_from <= moment)
    policy = await uow.session.scalar(query.order_by(StuckParcelPolicy.effective_from.desc(), StuckParcelPolicy.version.desc()).limit(1))
    assert policy is not None, "the first migration wrote version 1"
    return policy


async def last_policy_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(NEXT)
    return await uow.session.scalar(select(StuckParcelPolicy.version).order_by(StuckParcelPolicy.version.desc()).limit(1)) or 0


async def weighing_policy_at(uow: UnitOfWork, *, moment: datetime) -> WeighingPolicy:
    """The newest version that holds then; the first one holds from the beginning."""
    query = select(WeighingPolicy).where(WeighingPolicy.effective_from <= moment)
    policy = await uow.session.scalar(query.order_by(WeighingPolicy.effective_from.desc(), WeighingPolicy.version.desc()).limit(1))
    assert policy is not None, "the migration wrote version 1"
    return policy


async def last_weighing_policy_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(NEXT_WEIGHING)
    return await uow.session.scalar(select(WeighingPolicy.version).order_by(WeighingPolicy.version.desc()).limit(1)) or 0
