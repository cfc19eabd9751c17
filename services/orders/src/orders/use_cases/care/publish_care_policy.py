"""A new version of the policy of customer care, from a date on (rules CARE-3, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.care.policy import CareParameters, CarePolicy


async def publish_care_policy(uow: UnitOfWork, *, parameters: CareParameters, effective_from: datetime | None, note: str) -> CarePolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, CarePolicy, parameters=parameters, effective_from=effective_from, note=note)
