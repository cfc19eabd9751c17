from datetime import date

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.policy_version import AttendancePolicy
from people.store.attendance.policies import lock_policy


async def publish_policy(uow: UnitOfWork, *, number: int, expected_version: int, effective_from: date) -> AttendancePolicy:
    """From that day on it holds; days before keep their results. Raises VersionStale, PolicyPublished, EffectiveInThePast."""
    draft = await lock_policy(uow, number)
    check_version(expected=expected_version, actual=draft.version)
    draft.publish(effective_from=effective_from, today=uow.today, by=uow.actor.name, now=uow.now)
    await uow.session.flush()
    after: dict[str, object] = {"effective_from": effective_from.isoformat()}
    uow.audit("attendance_policy.published", noun="attendance_policy", noun_id=str(number), after=after, reason=draft.reason)
    uow.changed("attendance_policy", str(number))
    return draft
