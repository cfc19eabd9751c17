"""A new version of the hours in which orders have to leave, from a date on (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.ship_clock import ShipParameters, ShipPolicy
from orders.store.knowledge import knowledge_changed


async def publish_ship_policy(uow: UnitOfWork, *, parameters: ShipParameters, effective_from: datetime | None, note: str) -> ShipPolicy:
    """`effective_from` None means now. Raises PolicyInThePast."""
    policy = await publish_version(uow, ShipPolicy, parameters=parameters, effective_from=effective_from, note=note)
    await knowledge_changed(uow)
    return policy
