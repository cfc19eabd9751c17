"""A new version of what a clerk may change of a price alone, from a date on (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.price_change import PriceChangeParameters, PriceChangePolicy


async def publish_price_policy(
    uow: UnitOfWork, *, parameters: PriceChangeParameters, effective_from: datetime | None, note: str
) -> PriceChangePolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    return await publish_version(uow, PriceChangePolicy, parameters=parameters, effective_from=effective_from, note=note)
