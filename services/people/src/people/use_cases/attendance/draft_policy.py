from collections.abc import Mapping
from typing import Any

from chassis.uow import UnitOfWork
from people.domain.attendance.policy import policy_of
from people.domain.attendance.policy_version import AttendancePolicy, PolicyState
from people.store.attendance.policies import add_policy, next_policy_number


async def draft_policy(uow: UnitOfWork, *, content: Mapping[str, Any], reason: str) -> AttendancePolicy:
    """A version that holds nowhere yet: it may be changed, replayed on past months, published or dropped. Raises PolicyInvalid."""
    policy_of(content)
    draft = AttendancePolicy(
        number=await next_policy_number(uow),
        state=PolicyState.DRAFT,
        effective_from=None,
        content=dict(content),
        reason=reason,
        created_at=uow.now,
        created_by=uow.actor.name,
        published_at=None,
        published_by=None,
        version=1,
    )
    await add_policy(uow, draft)
    uow.audit("attendance_policy.drafted", noun="attendance_policy", noun_id=str(draft.number), after=dict(content), reason=reason)
    uow.changed("attendance_policy", str(draft.number))
    return draft
