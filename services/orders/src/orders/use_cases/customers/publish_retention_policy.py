"""A new version of how long customers' personal data is kept, from a date on (rules ORD-5, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.customers.erasure import RetentionParameters, RetentionPolicy


async def publish_retention_policy(
    uow: UnitOfWork, *, parameters: RetentionParameters, effective_from: datetime | None, note: str
) -> RetentionPolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, RetentionPolicy, parameters=parameters, effective_from=effective_from, note=note)
