from datetime import datetime

from chassis.uow import UnitOfWork
from people.domain.hiring.personnel_policy import FIRST_HAND_OVER, FIRST_TALK_AFTER_DAYS, PersonnelPolicy, written
from people.store.hiring.personnel_policies import last_personnel_policy_version


async def ensure_personnel_policy(uow: UnitOfWork, *, now: datetime) -> None:
    """Version 1 of a new house. Safe to run at every start."""
    if await last_personnel_policy_version(uow):
        return
    uow.session.add(
        PersonnelPolicy(
            version=1,
            talk_after_days=FIRST_TALK_AFTER_DAYS,
            hand_over=written(FIRST_HAND_OVER),
            effective_from=datetime.fromtimestamp(0, tz=now.tzinfo),
            reason="first start",
            created_at=now,
            created_by="system",
        )
    )
    await uow.session.flush()
