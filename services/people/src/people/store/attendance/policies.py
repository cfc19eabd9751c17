"""Versions of the attendance policy."""

from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.attendance.policy_version import AttendancePolicy, AttendancePolicyNotFound, PolicyState

ALONE = text("LOCK TABLE attendance_policy IN SHARE ROW EXCLUSIVE MODE")
LAST = text("SELECT coalesce(max(number), 0) FROM attendance_policy")


async def add_policy(uow: UnitOfWork, policy: AttendancePolicy) -> None:
    uow.session.add(policy)
    await uow.session.flush()


async def lock_policy(uow: UnitOfWork, number: int) -> AttendancePolicy:
    """Raises AttendancePolicyNotFound."""
    policy = await uow.session.scalar(select(AttendancePolicy).where(AttendancePolicy.number == number).with_for_update())
    if policy is None:
        raise AttendancePolicyNotFound
    return policy


async def next_policy_number(uow: UnitOfWork) -> int:
    """Nobody else takes a number until this transaction ends."""
    await uow.session.execute(ALONE)
    return (await uow.session.execute(LAST)).scalar_one() + 1


async def has_policies(uow: UnitOfWork) -> bool:
    query = select(AttendancePolicy.number).where(AttendancePolicy.state == PolicyState.PUBLISHED).limit(1)
    return await uow.session.scalar(query) is not None
