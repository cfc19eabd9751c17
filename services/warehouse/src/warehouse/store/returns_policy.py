"""The policy of returned parcels as it holds."""

from datetime import datetime

from chassis.publishing import version_at
from chassis.uow import UnitOfWork
from warehouse.domain.returns_policy import DEFAULT_RETURNS, ReturnsParameters, ReturnsPolicy


async def returns_policy_at(uow: UnitOfWork, *, moment: datetime) -> tuple[int, ReturnsParameters]:
    """Version 0 is what the software comes with."""
    row = await version_at(uow.session, ReturnsPolicy, moment=moment)
    return (0, DEFAULT_RETURNS) if row is None else (row.version, ReturnsParameters.model_validate(row.parameters))
