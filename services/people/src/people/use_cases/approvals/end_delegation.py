from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.approvals.delegation import ApprovalDelegation, DelegationNotFound
from people.domain.ids import shown_delegation
from people.store.approvals.delegations import lock_delegation


async def end_delegation(uow: UnitOfWork, *, delegation_id: UUID, expected_version: int, account_id: UUID) -> ApprovalDelegation:
    """By who gave it, or by who got it. Raises DelegationNotFound, VersionStale, DelegationOver."""
    delegation = await lock_delegation(uow, delegation_id)
    if account_id not in (delegation.from_account_id, delegation.to_account_id):
        raise DelegationNotFound
    check_version(expected=expected_version, actual=delegation.version)
    before = delegation.facts()
    delegation.end(today=uow.today, now=uow.now)
    await uow.session.flush()
    shown = shown_delegation(delegation_id)
    uow.audit("approval_delegation.ended", noun="approval_delegation", noun_id=shown, before=before, after=delegation.facts())
    uow.changed("approval_delegation", shown)
    return delegation
