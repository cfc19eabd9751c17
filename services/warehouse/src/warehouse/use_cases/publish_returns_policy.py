"""A version of the policy of returned parcels is published (rules CARE-2, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from warehouse.domain.returns_policy import ReturnsParameters, ReturnsPolicy


async def publish_returns_policy(
    uow: UnitOfWork, *, parameters: ReturnsParameters, effective_from: datetime | None, note: str
) -> ReturnsPolicy:
    """Raises PolicyInThePast."""
    return await publish_version(uow, ReturnsPolicy, parameters=parameters, effective_from=effective_from, note=note)
