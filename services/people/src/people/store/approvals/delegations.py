"""Delegations."""

from uuid import UUID

from sqlalchemy import select

from chassis.uow import UnitOfWork
from people.domain.approvals.delegation import ApprovalDelegation, DelegationNotFound


async def add_delegation(uow: UnitOfWork, delegation: ApprovalDelegation) -> None:
    uow.session.add(delegation)
    await uow.session.flush()


async def lock_delegation(uow: UnitOfWork, delegation_id: UUID) -> ApprovalDelegation:
    """Raises DelegationNotFound."""
    asked = select(ApprovalDelegation).where(ApprovalDelegation.id == delegation_id).with_for_update()
    found = await uow.session.scalar(asked)
    if found is None:
        raise DelegationNotFound
    return found
