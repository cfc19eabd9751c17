"""A new version of what makes an order suspicious and what a case costs, from a date on (rules ORD-6, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.integrity.policy import IntegrityParameters, IntegrityPolicy, refuse_ladder


async def publish_integrity_policy(
    uow: UnitOfWork, *, parameters: IntegrityParameters, effective_from: datetime | None, note: str
) -> IntegrityPolicy:
    """`effective_from` None means now. Raises LadderOutOfOrder, PolicyInThePast."""
    refuse_ladder(parameters.credit)
    return await publish_version(uow, IntegrityPolicy, parameters=parameters, effective_from=effective_from, note=note)
