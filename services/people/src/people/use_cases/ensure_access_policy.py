from datetime import datetime

from chassis.uow import UnitOfWork
from people.domain.access_policy import LONGEST_GRANT_DAYS, AccessPolicy
from people.store.access_policies import last_access_policy_version


async def ensure_access_policy(uow: UnitOfWork, *, now: datetime) -> None:
    """Version 1 of a new house: nobody needs a second factor yet. Safe to run at every start."""
    if await last_access_policy_version(uow):
        return
    uow.session.add(
        AccessPolicy(
            version=1,
            second_factor_role_ids=[],
            longest_grant_days=LONGEST_GRANT_DAYS,
            effective_from=datetime.fromtimestamp(0, tz=now.tzinfo),
            reason="first start",
            created_at=now,
            created_by="system",
        )
    )
    await uow.session.flush()
