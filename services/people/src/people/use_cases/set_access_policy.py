from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.access_policy import AccessPolicy, AccessPolicyInThePast, WouldLockYouOut
from people.domain.ids import shown_role
from people.store.access_policies import last_access_policy_version
from people.store.accounts import load_roles
from people.store.rights import end_sessions_beyond_rights, rights_of


@dataclass(frozen=True, kw_only=True)
class AccessPolicyWish:
    """`effective_from` None: from now on."""

    second_factor_role_ids: Sequence[UUID]
    longest_grant_days: int
    effective_from: datetime | None
    reason: str


async def set_access_policy(
    uow: UnitOfWork, *, wish: AccessPolicyWish, account_id: UUID | None, now: datetime
) -> tuple[AccessPolicy, list[str]]:
    """A new version, and the sessions that end with it: those who need a second factor now and have none. `now` is real time.

    Raises AccessPolicyInThePast, RoleUnknown, WouldLockYouOut.
    """
    begins = wish.effective_from or uow.now
    if begins < uow.now:
        raise AccessPolicyInThePast
    wanted = sorted(set(wish.second_factor_role_ids))
    if account_id is not None:
        mine = await rights_of(uow, account_id)
        if not mine.second_factor and not {source.role_id for source in mine.sources}.isdisjoint(wanted):
            raise WouldLockYouOut
    await load_roles(uow, wanted)
    version = await last_access_policy_version(uow) + 1
    policy = AccessPolicy(
        version=version,
        second_factor_role_ids=wanted,
        longest_grant_days=wish.longest_grant_days,
        effective_from=begins,
        reason=wish.reason,
        created_at=uow.now,
        created_by=uow.actor.name,
    )
    uow.session.add(policy)
    await uow.session.flush()
    after: dict[str, object] = {
        "second_factor_roles": [shown_role(one) for one in wanted],
        "longest_grant_days": wish.longest_grant_days,
        "effective_from": begins.isoformat(),
    }
    uow.audit("policy.access_set", noun="policy", noun_id=f"access/{version}", after=after, reason=wish.reason)
    uow.changed("policy", "access")
    return policy, await end_sessions_beyond_rights(uow, now=now, reason="policy_changed")
