"""Versions of the after-sales policy."""

from datetime import datetime

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from orders.domain.aftersales.policy import DEFAULT_AFTERSALES, AftersalesParameters, AftersalesPolicy, parameters_of

LOCK = text("LOCK TABLE aftersales_policy IN SHARE ROW EXCLUSIVE MODE")


async def aftersales_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, AftersalesParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    query = select(AftersalesPolicy).where(AftersalesPolicy.effective_from <= moment)
    row = await uow.session.scalar(query.order_by(AftersalesPolicy.effective_from.desc(), AftersalesPolicy.version.desc()).limit(1))
    return (0, DEFAULT_AFTERSALES) if row is None else (row.version, parameters_of(row.parameters))


async def next_aftersales_version(uow: UnitOfWork) -> int:
    """Nobody else adds a version until this transaction ends."""
    await uow.session.execute(LOCK)
    newest = select(AftersalesPolicy.version).order_by(AftersalesPolicy.version.desc()).limit(1)
    return (await uow.session.scalar(newest) or 0) + 1
