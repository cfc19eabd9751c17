"""Versions of the policy of customer care."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.care.policy import DEFAULT_CARE, CareParameters, CarePolicy, parameters_of

LOCK = text("LOCK TABLE care_policy IN SHARE ROW EXCLUSIVE MODE")


async def care_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, CareParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    query = select(CarePolicy).where(CarePolicy.effective_from <= moment)
    row = await uow.session.scalar(query.order_by(CarePolicy.effective_from.desc(), CarePolicy.version.desc()).limit(1))
    return (0, DEFAULT_CARE) if row is None else (row.version, parameters_of(row.parameters))


async def next_care_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(LOCK)
    newest = select(CarePolicy.version).order_by(CarePolicy.version.desc()).limit(1)
    return (await uow.session.scalar(newest) or 0) + 1
