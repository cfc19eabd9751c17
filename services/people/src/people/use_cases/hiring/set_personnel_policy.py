from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.uow import UnitOfWork
from people.domain.hiring.personnel_policy import HandOverLine, PersonnelPolicy, PersonnelPolicyInThePast, written
from people.store.hiring.personnel_policies import last_personnel_policy_version


@dataclass(frozen=True, kw_only=True)
class PersonnelPolicyWish:
    """`effective_from` None: from now on."""

    talk_after_days: int
    hand_over: Sequence[HandOverLine]
    effective_from: datetime | None
    reason: str


async def set_personnel_policy(uow: UnitOfWork, *, wish: PersonnelPolicyWish) -> PersonnelPolicy:
    """A new version; hand-over lists that were written before stay as they are. Raises PersonnelPolicyInThePast."""
    begins = wish.effective_from or uow.now
    if begins < uow.now:
        raise PersonnelPolicyInThePast
    version = await last_personnel_policy_version(uow) + 1
    policy = PersonnelPolicy(
        version=version,
        talk_after_days=wish.talk_after_days,
        hand_over=written(wish.hand_over),
        effective_from=begins,
        reason=wish.reason,
        created_at=uow.now,
        created_by=uow.actor.name,
    )
    uow.session.add(policy)
    await uow.session.flush()
    after: dict[str, object] = {
        "talk_after_days": wish.talk_after_days,
        "hand_over": policy.hand_over,
        "effective_from": begins.isoformat(),
    }
    uow.audit("policy.personnel_set", noun="policy", noun_id=f"personnel/{version}", after=after, reason=wish.reason)
    uow.changed("policy", "personnel")
    return policy
