"""A version of the delivery promise is published (rules LOG-1, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from warehouse.domain.freight.delivery_promise import DeliveryPromise, PromiseParameters


async def publish_delivery_promise(
    uow: UnitOfWork, *, parameters: PromiseParameters, effective_from: datetime | None, note: str
) -> DeliveryPromise:
    """Raises PolicyInThePast."""
    return await publish_version(uow, DeliveryPromise, parameters=parameters, effective_from=effective_from, note=note)
