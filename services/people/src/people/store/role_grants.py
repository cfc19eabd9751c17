"""Loads and saves extra roles. A grant is locked after its account and after its approval, before the roles (store/accounts.py)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select, text

from chassis.uow import UnitOfWork
from people.domain.role_grant import GrantNotFound, GrantState, RoleGrant

GOING_ON = (GrantState.REQUESTED, GrantState.APPROVED)
UNIT_THERE = text("SELECT EXISTS (SELECT FROM unit WHERE id = :id)")


async def add_role_grant(uow: UnitOfWork, grant: RoleGrant) -> None:
    uow.session.add(grant)
    await uow.session.flush()


async def lock_role_grant(uow: UnitOfWork, grant_id: UUID) -> RoleGrant:
    """Raises GrantNotFound."""
    grant = await uow.session.scalar(
        select(RoleGrant).where(RoleGrant.id == grant_id).with_for_update().execution_options(populate_existing=True)
    )
    if grant is None:
        raise GrantNotFound
    return grant


async def lock_grants_of(uow: UnitOfWork, account_id: UUID) -> Sequence[RoleGrant]:
    """Those that are asked for or in force."""
    found = select(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.state.in_(GOING_ON)).order_by(RoleGrant.id)
    return (await uow.session.scalars(found.with_for_update())).all()


async def lock_grants_ended_before(uow: UnitOfWork, day: date, *, limit: int) -> Sequence[RoleGrant]:
    found = select(RoleGrant).where(RoleGrant.state == GrantState.APPROVED, RoleGrant.ends_on < day).order_by(RoleGrant.id).limit(limit)
    return (await uow.session.scalars(found.with_for_update(skip_locked=True))).all()


async def overlaps(uow: UnitOfWork, *, account_id: UUID, role_id: UUID, begins_on: date, ends_on: date) -> bool:
    """Whether the account has, or waits for, this role in that time. Ask while holding the account."""
    same = (RoleGrant.account_id == account_id, RoleGrant.role_id == role_id, RoleGrant.state.in_(GOING_ON))
    found = await uow.session.scalar(select(exists().where(*same, RoleGrant.begins_on <= ends_on, RoleGrant.ends_on >= begins_on)))
    return bool(found)


async def unit_is_there(uow: UnitOfWork, unit_id: UUID) -> bool:
    return bool(await uow.session.scalar(UNIT_THERE, {"id": unit_id}))


async def find_role_grant(uow: UnitOfWork, grant_id: UUID) -> RoleGrant:
    """Raises GrantNotFound."""
    grant = await uow.session.get(RoleGrant, grant_id)
    if grant is None:
        raise GrantNotFound
    return grant


async def requested_grants_of(uow: UnitOfWork, account_id: UUID) -> Sequence[UUID]:
    """Those nobody has decided yet, not locked."""
    waiting = select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.state == GrantState.REQUESTED).order_by(RoleGrant.id)
    return (await uow.session.scalars(waiting)).all()
