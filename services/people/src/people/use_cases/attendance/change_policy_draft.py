from collections.abc import Mapping
from typing import Any

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.policy_version import AttendancePolicy
from people.store.attendance.policies import lock_policy


async def change_policy_draft(
    uow: UnitOfWork, *, number: int, expected_version: int, content: Mapping[str, Any], reason: str
) -> AttendancePolicy:
    """Raises AttendancePolicyNotFound, VersionStale, PolicyPublished, PolicyInvalid."""
    draft = await lock_policy(uow, number)
    check_version(expected=expected_version, actual=draft.version)
    before = dict(draft.content)
    draft.change(content=content, reason=reason)
    await uow.session.flush()
    uow.audit("attendance_policy.changed", noun="attendance_policy", noun_id=str(number), before=before, after=dict(content), reason=reason)
    uow.changed("attendance_policy", str(number))
    return draft
