"""A new version of levels, service plans and tags by rule, from a date on (rules CARE-4, SYS-6)."""

from datetime import datetime

from chassis.publishing import publish_version
from chassis.uow import UnitOfWork
from orders.domain.customers.levels import LevelParameters, LevelPolicy, refuse_faulty


async def publish_level_policy(uow: UnitOfWork, *, parameters: LevelParameters, effective_from: datetime | None, note: str) -> LevelPolicy:
    """`effective_from` None means now. Raises LevelPolicyFaulty, PolicyInThePast. A job looks at all files again once it is in force."""
    refuse_faulty(parameters)
    return await publish_version(uow, LevelPolicy, parameters=parameters, effective_from=effective_from, note=note)
