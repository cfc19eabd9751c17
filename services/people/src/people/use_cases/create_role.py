from collections.abc import Sequence
from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_role
from people.domain.role import Role
from people.store.rights import must_grant
from people.store.roles import add_role


async def create_role(uow: UnitOfWork, *, name_zh: str, name_en: str, permissions: Sequence[str], reach: str, now: datetime) -> Role:
    """Rule ORG-7. Raises GrantsMoreThanHeld, GrantsMoreReach."""
    role = Role(
        id=new_id(),
        code=None,
        name_zh=name_zh,
        name_en=name_en,
        permissions=sorted(set(permissions)),
        reach=reach,
        created_at=now,
        version=1,
    )
    await must_grant(uow, [role])
    await add_role(uow, role)
    uow.audit("role.created", noun="role", noun_id=shown_role(role.id), after=role.facts())
    uow.changed("role", shown_role(role.id))
    return role
