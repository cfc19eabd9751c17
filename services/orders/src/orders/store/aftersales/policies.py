"""Versions of the after-sales policy."""

from datetime import datetime

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.aftersales.policy import DEFAULT_AFTERSALES, AftersalesParameters, AftersalesPolicy, parameters_of


async def aftersales_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, AftersalesParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    row = await version_at(uow.session, AftersalesPolicy, moment=moment)
    return (0, DEFAULT_AFTERSALES) if row is None else (row.version, parameters_of(row.parameters))
