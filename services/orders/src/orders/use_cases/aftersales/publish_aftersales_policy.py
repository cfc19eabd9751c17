"""A new version of the after-sales policy, from a date on (rules CARE-1, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.aftersales.policy import AftersalesParameters, AftersalesPolicy


async def publish_aftersales_policy(
    uow: UnitOfWork, *, parameters: AftersalesParameters, effective_from: datetime | None, note: str
) -> AftersalesPolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, AftersalesPolicy, parameters=parameters, effective_from=effective_from, note=note)
