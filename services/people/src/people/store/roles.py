"""Loads and saves roles."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.uow import UnitOfWork
from people.domain.role import Role, RoleNotFound


async def add_role(uow: UnitOfWork, role: Role) -> None:
    uow.session.add(role)
    await uow.session.flush()


async def add_missing_roles(uow: UnitOfWork, roles: Sequence[Role]) -> None:
    """A role whose code is there already stays as people made it."""
    names = ("id", "code", "name_zh", "name_en", "permissions", "reach", "created_at", "version")
    rows = [{name: getattr(role, name) for name in names} for role in roles]
    await uow.session.execute(insert(Role).values(rows).on_conflict_do_nothing(index_elements=["code"]))


async def lock_role(uow: UnitOfWork, role_id: UUID) -> Role:
    """Raises RoleNotFound."""
    role = await uow.session.scalar(select(Role).where(Role.id == role_id).with_for_update())
    if role is None:
        raise RoleNotFound
    return role


async def find_standard_role(uow: UnitOfWork, code: str) -> Role:
    """Raises RoleNotFound."""
    role = await uow.session.scalar(select(Role).where(Role.code == code))
    if role is None:
        raise RoleNotFound
    return role
