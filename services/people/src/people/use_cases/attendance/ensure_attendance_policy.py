from datetime import date, datetime

from chassis.uow import UnitOfWork
from people.domain.attendance.policy import FIRST_CONTENT
from people.domain.attendance.policy_version import AttendancePolicy, PolicyState
from people.store.attendance.policies import add_policy, has_policies, next_policy_number

BEGINNING = date(2000, 1, 1)


async def ensure_attendance_policy(uow: UnitOfWork, *, now: datetime) -> None:
    """The rulebook's figures hold until the company publishes others. Safe to run at every start."""
    if await has_policies(uow):
        return
    number = await next_policy_number(uow)
    policy = AttendancePolicy(
        number=number,
        state=PolicyState.PUBLISHED,
        effective_from=BEGINNING,
        content=dict(FIRST_CONTENT),
        reason="ATT-1 … ATT-4",
        created_at=now,
        created_by=uow.actor.name,
        published_at=now,
        published_by=uow.actor.name,
        version=1,
    )
    await add_policy(uow, policy)
