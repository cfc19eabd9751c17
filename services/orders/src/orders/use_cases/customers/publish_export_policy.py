"""A new version of what may be exported without approval and for how long a file lies there, from a date on (rules ORD-5, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import ExportParameters, ExportPolicy


async def publish_export_policy(
    uow: UnitOfWork, *, parameters: ExportParameters, effective_from: datetime | None, note: str
) -> ExportPolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, ExportPolicy, parameters=parameters, effective_from=effective_from, note=note)
