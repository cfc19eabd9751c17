from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.policy_version import AttendancePolicy
from people.store.attendance.policies import lock_policy


async def drop_policy_draft(uow: UnitOfWork, *, number: int, expected_version: int) -> AttendancePolicy:
    """Raises AttendancePolicyNotFound, VersionStale, PolicyPublished."""
    draft = await lock_policy(uow, number)
    check_version(expected=expected_version, actual=draft.version)
    draft.drop()
    await uow.session.flush()
    uow.audit("attendance_policy.dropped", noun="attendance_policy", noun_id=str(number))
    uow.changed("attendance_policy", str(number))
    return draft
