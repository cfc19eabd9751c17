"""Versions of the policy of customer care."""

from datetime import datetime

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from orders.domain.care.policy import DEFAULT_CARE, CareParameters, CarePolicy, parameters_of


async def care_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, CareParameters]:
    """The version in force, and its figures; version 0 is what the software comes with."""
    row = await version_at(uow.session, CarePolicy, moment=moment)
    return (0, DEFAULT_CARE) if row is None else (row.version, parameters_of(row.parameters))
