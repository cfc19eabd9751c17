from datetime import datetime

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.role import Role
from people.domain.standard_roles import STANDARD_ROLES
from people.store.roles import add_missing_roles


async def ensure_standard_roles(uow: UnitOfWork, *, now: datetime) -> None:
    """Safe to run at every start: a role that is there stays as people made it."""
    roles = [
        Role(
            id=new_id(),
            code=standard.code,
            name_zh=standard.name_zh,
            name_en=standard.name_en,
            permissions=sorted(standard.permissions),
            reach=standard.reach,
            created_at=now,
            version=1,
        )
        for standard in STANDARD_ROLES
    ]
    await add_missing_roles(uow, roles)
