from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.grants import must_see
from people.domain.ids import shown_role
from people.domain.rights import WIDTH, Gives, Reach
from people.store.rights import end_sessions_beyond_rights, must_grant
from people.store.roles import lock_role


@dataclass(frozen=True, kw_only=True)
class RoleWish:
    """None leaves a part as it is."""

    name_zh: str | None
    name_en: str | None
    permissions: Sequence[str] | None
    reach: str | None


async def change_role(uow: UnitOfWork, *, role_id: UUID, expected_version: int, wish: RoleWish, now: datetime) -> list[str]:
    """Whoever loses a permission by it, whichever way they have the role, is signed out: returns those sessions (rules ORG-6, ORG-7).

    Raises RoleNotFound, VersionStale, RoleFixed, GrantsMoreThanHeld, GrantsMoreReach, GrantsMoreShops.
    """
    role = await lock_role(uow, role_id)
    check_version(expected=expected_version, actual=role.version)
    added = sorted(set(wish.permissions or ()) - set(role.permissions))
    reach = wish.reach or role.reach
    widens = WIDTH.index(Reach(reach)) > WIDTH.index(Reach(role.reach))
    # With a wider reach all of it is granted anew.
    given = added if not widens else role.permissions if wish.permissions is None else wish.permissions
    await must_grant(uow, [Gives(permissions=given, reach=reach)])
    if added:
        # The role's people may see any shop.
        must_see(uow.actor, None)
    before = role.facts()
    permissions = None if wish.permissions is None else list(wish.permissions)
    role.change(name_zh=wish.name_zh, name_en=wish.name_en, permissions=permissions, reach=wish.reach)
    await uow.session.flush()
    uow.audit("role.changed", noun="role", noun_id=shown_role(role_id), before=before, after=role.facts())
    uow.changed("role", shown_role(role_id))
    return await end_sessions_beyond_rights(uow, now=now, reason="role_changed")
